# io: StringIO, BytesIO, text layers, files in a temporary folder.
import io, os, tempfile
s = io.StringIO("line one\nline two\nlast")
print(s.readline(), s.read(4), s.tell(), s.readlines(), s.read(), s.seek(0), list(s), s.getvalue()[:4], s.closed)
s = io.StringIO()
print(s.write("abc"), s.writelines(["d", "e"]), s.getvalue(), s.truncate(2), s.getvalue(), s.seekable(), s.writable())
print("to file", 1, sep="|", end="!", file=s)
print(s.getvalue().replace("\0", "0"))
b = io.BytesIO(b"\x00\x01hello")
print(b.read(2), b.read(), b.read(), b.seek(-3, 2), b.read(), b.getbuffer().nbytes, b.readinto(bytearray(2)), b.getvalue()[:2], b.seek(1), b.write(b"ZZ"), b.getvalue())
t = io.TextIOWrapper(io.BytesIO("é\r\nb\rc\n".encode()), encoding="utf-8")
print(t.readlines(), t.encoding, io.TextIOWrapper(io.BytesIO(b"a\r\nb"), newline="").read(), repr(io.StringIO("a\r\nb", newline=None).read()), repr(io.StringIO("a\r\nb").read()))
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "f.txt")
    with open(path, "w", encoding="utf-8") as f:
        print(f.write("first\n"), f.mode, f.closed, f.name == path)
        print("second", 2, file=f)
        f.writelines(["x\n", "é"])
    print(f.closed, os.path.getsize(path))
    with open(path, encoding="utf-8") as f:
        print(f.readline(), next(f), f.read(), f.readline() == "", list(f))
    with open(path, "rb") as f:
        print(f.read(5), f.tell(), f.seek(-2, os.SEEK_END), f.read(), f.readable())
    with open(path, "a") as f: f.write("!")
    with open(path, "r+", encoding="utf-8") as f:
        f.write("FIRST"); f.seek(0); print(f.read().splitlines())
    with open(path, "w", newline="\r\n") as f: f.write("a\nb\n")
    print(os.stat(path).st_size)
    for mode in ("x", "q", "rw", "", "rbt", "b"):
        try:
            open(path, mode).close()
        except (ValueError, FileExistsError) as e:
            print(mode, type(e).__name__, str(e).replace(folder, "."))
    try:
        open(os.path.join(folder, "missing"))
    except FileNotFoundError as e:
        print(e.errno, e.strerror, os.path.basename(e.filename))
    try:
        open(folder)
    except IsADirectoryError as e:
        print(e.strerror)
    with open(path, "wb") as f: f.write(b"\xff\xfe")
    try:
        with open(path, encoding="utf-8") as f: f.read()
    except UnicodeDecodeError as e:
        print(e)
    with open(path, encoding="utf-8", errors="replace") as f: print(ascii(f.read()))
    with open(path, "rb", buffering=0) as f: print(type(f).__name__, f.read(1), f.readall())
    print(sorted(os.listdir(folder)), os.path.exists(path))
for bad in (lambda: s.read(5) if s.close() else s.read(), lambda: io.StringIO(b"x"), lambda: io.BytesIO("x"), lambda: io.StringIO().write(b""), lambda: io.BytesIO().write(""), lambda: open("x", "rb", encoding="utf-8"), lambda: f.read()):
    try:
        bad()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
