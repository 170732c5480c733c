# pathlib, glob, shutil, tempfile, os: files and folders
import glob
import os
import pathlib
import shutil
import stat
import tempfile
from pathlib import Path, PurePosixPath, PureWindowsPath

p = PurePosixPath('/usr/lib/python3.14/os.tar.gz')
print(p.name, p.stem, p.suffix, p.suffixes, p.parent, p.parts, p.root, p.anchor, p.is_absolute())
print(p.with_name('x.py'), p.with_suffix('.bz2'), p.with_stem('a'), p.relative_to('/usr'), p.match('*.gz'), p.full_match('/usr/**/*.gz'))
print(PurePosixPath('a') / 'b' / '../c', PurePosixPath('a//b/./c'), list(PurePosixPath('/a/b/c').parents), pathlib.PurePath('a b'))
print(PureWindowsPath('C:/Users/me') / 'x', PureWindowsPath('c:\\A') == PureWindowsPath('C:\\a'), repr(PurePosixPath('q')))
try:
    p.relative_to('/etc')
except ValueError as error:
    print(error)

with tempfile.TemporaryDirectory() as name:
    root = Path(name)
    (root / 'one' / 'two').mkdir(parents=True)
    (root / 'one' / 'a.txt').write_text('alpha\nbeta\n', encoding='utf-8')
    (root / 'one' / 'two' / 'b.bin').write_bytes(bytes(range(5)))
    (root / 'one' / 'c.txt').touch()
    print((root / 'one' / 'a.txt').read_text(), (root / 'one/two/b.bin').read_bytes(), (root / 'one/a.txt').stat().st_size)
    print(sorted(x.relative_to(root).as_posix() for x in root.rglob('*')), sorted(x.name for x in root.glob('one/*.txt')))
    print(sorted(x.name for x in (root / 'one').iterdir()), (root / 'one').is_dir(), (root / 'nope').exists())
    for folder, folders, files in root.walk():
        print(folder.relative_to(root), sorted(folders), sorted(files))
    os.chdir(root)
    print(sorted(glob.glob('**/*.txt', recursive=True)), glob.glob('one/[ab].*'), glob.glob('x*'), glob.escape('a[b]*'))
    os.symlink('one/a.txt', 'link')
    print(os.readlink('link'), os.path.islink('link'), Path('link').resolve().name, os.path.samefile('link', 'one/a.txt'))
    print(shutil.copy('link', 'copy.txt'), open('copy.txt').read().split(), shutil.copytree('one', 'tree'), sorted(os.listdir('tree')))
    shutil.move('copy.txt', 'tree/moved.txt')
    os.rename('tree/moved.txt', 'tree/renamed.txt')
    os.replace('tree/renamed.txt', 'tree/c.txt')
    print(sorted(os.listdir('tree')), os.path.getsize('tree/c.txt'))
    shutil.rmtree('tree')
    os.chmod('one/a.txt', 0o640)
    info = os.stat('one/a.txt')
    print(stat.filemode(info.st_mode), stat.S_ISREG(info.st_mode), oct(info.st_mode & 0o777), info[6] == info.st_size, os.access('one/a.txt', os.R_OK))
    with os.scandir('.') as entries:
        print(sorted((e.name, e.is_dir(), e.is_symlink()) for e in entries))
    for folder, folders, files in os.walk('.', topdown=False):
        print(folder, sorted(folders), sorted(files))
    fd = os.open('raw', os.O_RDWR | os.O_CREAT, 0o600)
    print(os.write(fd, b'hello world'), os.lseek(fd, 6, os.SEEK_SET), os.read(fd, 20), os.fstat(fd).st_size)
    os.ftruncate(fd, 5)
    os.close(fd)
    print(Path('raw').read_bytes())
    os.utime('raw', (1000000000, 1000000001))
    print(os.stat('raw').st_mtime, os.stat('raw').st_mtime_ns)
    os.remove('raw')
    for action in (lambda: os.remove('raw'), lambda: os.rmdir('one'), lambda: os.mkdir('one'), lambda: Path('zz/y').write_text(''), lambda: os.listdir('link'),
                   lambda: open('one'), lambda: shutil.rmtree('none'), lambda: os.close(999)):
        try:
            action()
        except OSError as error:
            print(type(error).__name__, error.errno, error)
    print(shutil.which('sh') is not None, shutil.disk_usage('.').total > 0)
    archive = shutil.make_archive('packed', 'zip', 'one')
    shutil.unpack_archive('packed.zip', 'unpacked')
    print(os.path.basename(archive), sorted(str(x) for x in Path('unpacked').rglob('*')))
    shutil.unpack_archive(shutil.make_archive('packed', 'gztar', 'one'), 'untarred', filter='data')
    print(sorted(str(x) for x in Path('untarred').rglob('*')))
    os.chdir('/')
print(os.path.exists(name))

with tempfile.NamedTemporaryFile('w+', suffix='.txt', prefix='pre-') as file:
    file.write('text')
    file.flush()
    print(os.path.basename(file.name)[:4], file.name.endswith('.txt'), open(file.name).read())
print(os.path.exists(file.name))
with tempfile.TemporaryFile() as file, tempfile.SpooledTemporaryFile(max_size=10) as spooled:
    file.write(b'abc')
    file.seek(0)
    spooled.write(b'x' * 20)
    spooled.seek(5)
    print(file.read(), len(spooled.read()), tempfile.gettempprefix())
handle, path = tempfile.mkstemp()
os.close(handle)
os.unlink(path)
print(os.path.join('a', '/b', 'c'), os.path.normpath('a/../b//c/.'), os.path.splitext('x.tar.gz'), os.path.commonpath(['/a/b', '/a/c']), os.path.relpath('/a/b', '/a/c/d'))
print(os.fspath(Path('x')), os.fsencode('é'), os.fsdecode(b'\xff'), os.sep, os.linesep, os.curdir, os.name)
os.environ['TYTHON_X'] = 'y'
print(os.environ['TYTHON_X'], os.getenv('TYTHON_NONE', 'default'), os.path.expandvars('$TYTHON_X/z'), 'TYTHON_X' in os.environ)
del os.environ['TYTHON_X']
r, w = os.pipe()
with os.fdopen(w, 'w') as writer:
    print('through a pipe', file=writer)
with os.fdopen(r) as reader:
    print(reader.read())
print(os.cpu_count() >= 1, os.getpid() > 0, os.strerror(2), len(os.urandom(8)), os.get_terminal_size(0) if os.isatty(0) else 'no terminal')
