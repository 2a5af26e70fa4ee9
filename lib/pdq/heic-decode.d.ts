declare module 'heic-decode' {
  interface DecodedHeic {
    readonly width: number;
    readonly height: number;
    /** Red, green, blue, alpha. */
    readonly data: Uint8ClampedArray;
  }

  interface HeicPicture {
    readonly width: number;
    readonly height: number;
    decode(): Promise<DecodedHeic>;
  }

  interface HeicDecode {
    (input: { readonly buffer: Uint8Array }): Promise<DecodedHeic>;
    /** The pictures in the file, none of them decoded yet. */
    all(input: { readonly buffer: Uint8Array }): Promise<HeicPicture[]>;
  }

  const decode: HeicDecode;
  export default decode;
}
