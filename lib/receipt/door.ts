export {
  formatReceipt,
  groupsOf,
  readReceipt,
  RECEIPT_ALPHABET,
  RECEIPT_LENGTH,
  receiptFromSeed,
  receiptSecret,
  type Receipt,
  type ReceiptFault,
} from './receipt.ts';
