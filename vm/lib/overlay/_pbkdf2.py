"""`hashlib.pbkdf2_hmac`, which CPython takes from OpenSSL: RFC 8018, section 5.2."""

import hashlib


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    """Password based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function."""
    if not isinstance(hash_name, str):
        raise TypeError("pbkdf2_hmac() argument 'hash_name' must be str, "
                        f'not {type(hash_name).__name__}')
    password, salt = bytes(memoryview(password)), bytes(memoryview(salt))
    if iterations < 1:
        raise ValueError('iteration value must be greater than 0.')
    if iterations > 0x7fff_ffff_ffff_ffff:
        raise OverflowError('iteration value is too great.')
    inner, outer = hashlib.new(hash_name), hashlib.new(hash_name)
    if dklen is None:
        dklen = outer.digest_size
    if dklen < 1:
        raise ValueError('key length must be greater than 0.')
    if dklen > 0x7fff_ffff:
        raise OverflowError('key length is too great.')
    block_size = inner.block_size
    if len(password) > block_size:
        password = hashlib.new(hash_name, password).digest()
    password = password.ljust(block_size, b'\0')
    inner.update(bytes(byte ^ 0x36 for byte in password))
    outer.update(bytes(byte ^ 0x5C for byte in password))

    def keyed(message):
        first, second = inner.copy(), outer.copy()
        first.update(message)
        second.update(first.digest())
        return second.digest()

    key = b''
    block = 0
    while len(key) < dklen:
        block += 1
        digest = keyed(salt + block.to_bytes(4))
        mixed = int.from_bytes(digest)
        for _ in range(iterations - 1):
            digest = keyed(digest)
            mixed ^= int.from_bytes(digest)
        key += mixed.to_bytes(inner.digest_size)
    return key[:dklen]
