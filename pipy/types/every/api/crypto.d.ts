/** Cryptography: hashes, keys and certificates. @since 0.50 */
declare namespace crypto {
  /** A hash by its name in OpenSSL: `sha256`. @since 0.50 */
  class Hash {
    constructor(algorithm: string)
    /** Takes more. @since 0.50 */
    update(data: string | Data): void
    /** The hash: bytes, or a text. @since 0.50 */
    digest(): Data
    digest(encoding: DataEncoding): string
  }
  /** A hash with a key. @since 0.50 */
  class Hmac {
    constructor(algorithm: string, key: string | Data)
    /** Takes more. @since 0.50 */
    update(data: string | Data): void
    /** The hash: bytes, or a text. @since 0.50 */
    digest(): Data
    digest(encoding: DataEncoding): string
  }
  /** A certificate from PEM. What is no PEM ends the script. @since 0.50 */
  class Certificate {
    constructor(pem: string | Data)
  }
  /** A certificate with those that certify it, from PEM. @since 0.50 */
  class CertificateChain {
    constructor(pem: string | Data)
  }
  /** A private key from PEM. @since 0.50 */
  class PrivateKey {
    constructor(pem: string | Data)
  }
  /** A public key from PEM. @since 0.50 */
  class PublicKey {
    constructor(pem: string | Data)
  }
}
