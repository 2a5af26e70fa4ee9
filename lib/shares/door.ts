export { combineShares, formatShare, parseShare, splitSecret, type Share } from './shares.ts';
