# argparse, csv, configparser, base64, hashlib, urllib.parse, html, uuid, pprint, shlex.
import argparse, csv, io, configparser, base64, hashlib, urllib.parse, html, uuid, pprint, shlex, binascii, zlib, difflib, fnmatch, statistics
p = argparse.ArgumentParser(prog="prog", description="Does it.")
p.add_argument("file", nargs="*"); p.add_argument("-n", "--number", type=int, default=3, help="how many"); p.add_argument("-v", action="count", default=0); p.add_argument("--flag", action="store_true"); p.add_argument("--pick", choices=["a", "b"])
print(p.parse_args(["x", "y", "-n5", "-vv"]), p.parse_args(["--flag", "--number=7", "--pick", "a"]))
print(p.format_help())
try:
    p.exit_on_error = False
    p.parse_args(["-n", "x"])
except argparse.ArgumentError as e:
    print(e)
print(list(csv.reader(['a,"b,c",d', '1,"say ""hi""",', '"multi', 'line",x'])), list(csv.DictReader(["k,v", "1,2"])))
f = io.StringIO()
w = csv.writer(f, quoting=csv.QUOTE_MINIMAL); w.writerow([1, "a,b", 'q"q', None, 1.5]); w.writerows([["x\ny"], []])
print(repr(f.getvalue()))
c = configparser.ConfigParser()
c.read_string("[DEFAULT]\nx = 1\n[s]\ny: %(x)s2 ; no comment\nz\t=  multi\n  line\n[t]\nb = yes")
print(c.sections(), c["s"]["y"], c["s"]["z"], c.getint("s", "x"), c.getboolean("t", "b"), c.has_option("s", "q"), c.get("s", "q", fallback="f"))
print(base64.b64encode(b"hello\xff"), base64.b64decode("aGVsbG8="), base64.urlsafe_b64encode(b"\xfb\xff"), base64.b32encode(b"hi"), base64.b85encode(b"data"), base64.b16decode("FF00"), binascii.crc32(b"abc"), zlib.crc32(b"abc"), zlib.adler32(b"abc"), zlib.decompress(zlib.compress(b"x" * 1000)) == b"x" * 1000, binascii.hexlify(b"ab", "-"))
print(hashlib.md5(b"abc").hexdigest(), hashlib.sha256(b"abc").hexdigest()[:16], hashlib.sha1(b"").hexdigest(), hashlib.sha3_256(b"a").hexdigest()[:8], hashlib.blake2b(b"a", digest_size=8).hexdigest(), hashlib.new("sha512", b"x").digest_size)
u = urllib.parse.urlparse("http://user:pw@host:80/path;p?q=1&q=2&r=#frag")
print(u, u.hostname, u.port, urllib.parse.parse_qs(u.query), urllib.parse.quote("a b/é?"), urllib.parse.unquote("%C3%A9+x"), urllib.parse.urlencode({"a": 1, "b": "x y"}), urllib.parse.urljoin("http://a/b/c", "../d"), urllib.parse.quote_plus("a b&"))
print(html.escape("<a href='x'>&"), html.unescape("&lt;&eacute;&#8364;&amp;"), uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), uuid.UUID(int=5), shlex.split("a 'b c' d\\ e \"f\""), shlex.quote("it's"), shlex.join(["a b", "c"]))
pprint.pprint({"key%d" % i: list(range(i * 3)) for i in range(6)}, width=50)
pprint.pprint([("a" * 30, "b" * 30), {"n": {"m": [1, 2, {"z": None}]}}], width=40, depth=3)
print("\n".join(difflib.unified_diff(["a", "b", "c"], ["a", "x", "c"], lineterm="")), difflib.get_close_matches("appel", ["ape", "apple", "peach"]), round(difflib.SequenceMatcher(None, "abcd", "bcde").ratio(), 2))
print(fnmatch.filter(["a.py", "b.txt", "c.py"], "*.py"), fnmatch.translate("*.p?"), statistics.mean([1, 2, 3, 4]), statistics.median([3, 1, 2]), statistics.stdev([1, 2, 3, 4]), statistics.mode("aab"), statistics.quantiles([1, 2, 3, 4], n=4), statistics.fmean([1.5, 2.5]))
