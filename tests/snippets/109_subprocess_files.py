# pathlib, shutil, glob, tempfile, subprocess: files in a temporary folder.
import pathlib, shutil, glob, tempfile, os, subprocess, sys
with tempfile.TemporaryDirectory() as name:
    d = pathlib.Path(name)
    (d / "sub" / "deep").mkdir(parents=True)
    (d / "a.txt").write_text("hello\nworld\n")
    (d / "sub" / "b.bin").write_bytes(b"\x00\x01")
    print((d / "a.txt").read_text().split(), (d / "sub" / "b.bin").read_bytes(), sorted(p.name for p in d.iterdir()), sorted(str(p.relative_to(d)) for p in d.rglob("*")))
    p = d / "a.txt"
    print(p.name, p.stem, p.suffix, p.parent == d, p.exists(), p.is_dir(), p.with_suffix(".py").name, p.stat().st_size, p.parts[-1], p.match("*.txt"), (d / ".." / d.name).resolve() == d.resolve())
    shutil.copy(p, d / "copy.txt"); shutil.move(d / "copy.txt", d / "sub" / "moved.txt")
    print(sorted(os.path.basename(f) for f in glob.glob(name + "/**/*.txt", recursive=True)), sorted((os.path.relpath(r, name), sorted(ds), sorted(fs)) for r, ds, fs in os.walk(name)))
    with open(p, "a") as f: print("more", file=f)
    with p.open() as f: print(sum(1 for _ in f))
    os.rename(p, d / "renamed"); os.mkdir(d / "empty"); os.rmdir(d / "empty"); os.remove(d / "renamed")
    shutil.rmtree(d / "sub")
    print(list(d.iterdir()), os.path.isdir(d))
    for bad in (lambda: (d / "no").read_text(), lambda: d.read_text(), lambda: (d / "x" / "y").mkdir(), lambda: d.mkdir(), lambda: os.remove(d / "no"), lambda: shutil.copy(d / "no", d), lambda: pathlib.Path("a").relative_to("b")):
        try:
            bad()
        except (OSError, ValueError) as e:
            print(type(e).__name__, getattr(e, "strerror", None) or e)
    with tempfile.NamedTemporaryFile("w+", dir=name, suffix=".tmp") as t:
        t.write("x"); t.seek(0)
        print(t.read(), t.name.endswith(".tmp"), os.path.exists(t.name))
print(pathlib.PurePosixPath("/a/b") / "../c", pathlib.PurePosixPath("a//b/./c"), pathlib.PurePath("x/y.tar.gz").suffixes, pathlib.PurePosixPath("/a").is_absolute(), pathlib.Path("a") == pathlib.Path("a/"), repr(pathlib.PurePosixPath("q")))
r = subprocess.run([sys.executable, "-c", "import sys; print(sys.stdin.read().upper()); print('err', file=sys.stderr); sys.exit(3)"], input="text", capture_output=True, text=True)
print(r.returncode, r.stdout, r.stderr)
print(subprocess.check_output(["echo", "hi"]), subprocess.run("exit 5", shell=True).returncode)
try:
    subprocess.run(["false"], check=True)
except subprocess.CalledProcessError as e:
    print(e.returncode, e)
try:
    subprocess.run(["/no/such/program"])
except FileNotFoundError as e:
    print(e)
with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as q:
    print(q.communicate(b"through cat"), q.returncode)
