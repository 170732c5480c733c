# base64, binascii, hashlib, hmac, zlib, gzip, secrets
import base64
import binascii
import gzip
import hashlib
import hmac
import io
import secrets
import zlib

data = bytes(range(20)) + b'hello'
for name in ("b64", "b32", "b16", "a85", "b85", "urlsafe_b64", "b32hex", "z85"):
    encoded = getattr(base64, name + "encode")(data + b"xyz")
    print(name, encoded, getattr(base64, name + "decode")(encoded) == data + b"xyz")
print(base64.encodebytes(b'x' * 60), base64.b64decode('aGk='))
for bad in (lambda: base64.b64decode('abc'), lambda: base64.b64decode('a$b=', validate=True), lambda: base64.b16decode('0g'),
            lambda: base64.b32decode('a'), lambda: binascii.unhexlify('abc'), lambda: binascii.unhexlify('zz')):
    try:
        print(bad())
    except ValueError as error:
        print(type(error).__name__, error)
print(binascii.hexlify(b'\x01\xab\xff', '-'), binascii.crc32(b'hello'), binascii.crc_hqx(b'hello', 0), binascii.b2a_base64(b'hi', newline=False), binascii.a2b_qp(b'=41=\n'), binascii.b2a_uu(b'hi'))

for name in ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3_256', 'blake2b', 'blake2s'):
    h = hashlib.new(name, b'abc')
    copied = h.copy()
    h.update(b'def')
    print(name, h.hexdigest()[:32], copied.hexdigest()[:16], h.digest_size, h.block_size, h.name)
print(hashlib.shake_128(b'x').hexdigest(12), hashlib.blake2b(b'x', digest_size=8, key=b'k', salt=b's', person=b'p').hexdigest())
print(hashlib.sha256(usedforsecurity=False).hexdigest()[:10], sorted(hashlib.algorithms_guaranteed)[:4])
print(hashlib.pbkdf2_hmac('sha256', b'password', b'salt', 100).hex(), hmac.new(b'key', b'message', 'sha256').hexdigest())
print(hmac.compare_digest('a', 'a'), hmac.digest(b'k', b'm', 'md5').hex(), hashlib.file_digest(io.BytesIO(b'abc'), 'sha1').hexdigest())
try:
    hashlib.new('nothing')
except ValueError as error:
    print(error)
try:
    hashlib.sha256('text')
except TypeError as error:
    print(error)

text = b'the quick brown fox ' * 50
packed = zlib.compress(text, 9)
print(len(packed) < 60, zlib.decompress(packed) == text, zlib.crc32(text), zlib.adler32(text), zlib.crc32(b'b', zlib.crc32(b'a')) == zlib.crc32(b'ab'))
c = zlib.compressobj(level=6, wbits=-15)
raw = c.compress(text[:300]) + c.flush(zlib.Z_SYNC_FLUSH) + c.compress(text[300:]) + c.flush()
d = zlib.decompressobj(-15)
print(d.decompress(raw, 100) == text[:100], len(d.unconsumed_tail) > 0, d.decompress(d.unconsumed_tail) + d.flush() == text[100:], d.eof, d.unused_data)
d = zlib.decompressobj()
print(d.decompress(packed + b'tail') == text, d.unused_data)
for bad in (lambda: zlib.decompress(b'garbage'), lambda: zlib.decompress(packed[:-3])):
    try:
        bad()
    except zlib.error as error:
        print(error)
print(gzip.decompress(gzip.compress(text)) == text)
stream = io.BytesIO()
with gzip.GzipFile(fileobj=stream, mode='wb', mtime=0) as file:
    file.write(text)
stream.seek(0)
with gzip.open(stream, 'rt') as file:
    print(file.read(19), file.readline()[:9])
print(len(secrets.token_hex(8)), len(secrets.token_bytes(5)), secrets.randbelow(10) < 10, secrets.choice([1]) == 1)
