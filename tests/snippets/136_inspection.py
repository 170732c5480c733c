# inspect, types, tokenize, subprocess, unittest, timeit, dis-free introspection
import inspect
import io
import subprocess
import sys
import timeit
import tokenize
import types
import unittest


def sample(a, b: int = 2, /, *args, c, d='x', **kw) -> str:
    """Sample's doc."""
    return f'{a}{b}'


class Base:
    def method(self):
        """Base's method."""

    @classmethod
    def build(cls): ...

    @staticmethod
    def helper(): ...

    @property
    def value(self): return 1


class Derived(Base):
    def method(self): ...


signature = inspect.signature(sample)
print(signature, [(p.name, p.kind.name, p.default is p.empty) for p in signature.parameters.values()], signature.return_annotation)
bound = signature.bind(1, c=3, e=4)
bound.apply_defaults()
print(bound.arguments, bound.args, bound.kwargs)
try:
    signature.bind(1, 2)
except TypeError as error:
    print(error)
print(inspect.getdoc(Derived.method), inspect.isfunction(sample), inspect.ismethod(Derived().method), inspect.isclass(Base), inspect.getmro(Derived))
print([name for name, _ in inspect.getmembers(Derived, inspect.isfunction)], inspect.getsource(Derived), inspect.getsourcelines(sample)[1])
print(inspect.getfullargspec(sample), inspect.signature(Base.build), inspect.signature(print), inspect.unwrap(sample) is sample)
print([(a.name, a.kind) for a in inspect.classify_class_attrs(Base) if not a.name.startswith('__')], inspect.cleandoc('a\n    b\n      c'))


def generator():
    value = yield 1
    print(inspect.currentframe().f_code.co_name, value)


g = generator()
print(inspect.getgeneratorstate(g), next(g), inspect.getgeneratorstate(g), inspect.isgeneratorfunction(generator), inspect.getgeneratorlocals(g))
g.close()
print(inspect.getgeneratorstate(g), inspect.stack()[0].function, inspect.getmodulename('/a/b.py'))

namespace = types.SimpleNamespace(a=1, b='x')
print(namespace, namespace == types.SimpleNamespace(a=1, b='x'), types.MappingProxyType({'k': 1}), types.FunctionType(sample.__code__, {}, 'renamed').__name__)
made = types.new_class('Made', (Base,), {}, lambda ns: ns.update(x=5))
print(made.x, made.__mro__, types.resolve_bases((int,)), types.GenericAlias(list, int), types.ModuleType('m', 'doc').__doc__, types.MethodType(len, 'abc')())
module = types.ModuleType('made_module')
exec('y = 3', module.__dict__)
print(module, module.y, types.DynamicClassAttribute, isinstance(None, types.NoneType))

source = 'x = [1, 2]  # comment\nif x:\n    print(f"a{x!r:>{9}}", """t\nu""")\n'
for token in tokenize.generate_tokens(io.StringIO(source).readline):
    print(tokenize.tok_name[token.exact_type], repr(token.string), token.start, token.end)
print(tokenize.untokenize(tokenize.generate_tokens(io.StringIO(source).readline)) == source)
try:
    list(tokenize.generate_tokens(io.StringIO('(1').readline))
except tokenize.TokenError as error:
    print(error)

done = subprocess.run([sys.executable, '-c', 'import sys; print(sys.stdin.read().upper()); sys.exit(3)'], input='text', capture_output=True, text=True)
print(done.returncode, repr(done.stdout), repr(done.stderr))
with subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
    print(process.communicate(b'bytes'), process.returncode, process.poll())
for action in (lambda: subprocess.run(['false'], check=True), lambda: subprocess.run(['sleep', '5'], timeout=0.05), lambda: subprocess.run(['/no/such']), lambda: subprocess.check_output('exit 4', shell=True)):
    try:
        action()
    except (subprocess.SubprocessError, OSError) as error:
        print(type(error).__name__, error)
print(subprocess.getoutput('echo one; echo two'), subprocess.getstatusoutput('exit 2'), subprocess.list2cmdline(['a b', 'c"d']))


class Case(unittest.TestCase):
    def setUp(self):
        self.addCleanup(lambda: None)

    def test_equal(self):
        self.assertEqual(1 + 1, 2)
        self.assertAlmostEqual(0.1 + 0.2, 0.3)
        self.assertRaisesRegex(ValueError, 'invalid', int, 'x')
        with self.assertLogs('name', 'INFO') as logs:
            __import__('logging').getLogger('name').info('said')
        self.assertEqual(logs.output, ['INFO:name:said'])

    def test_fails(self):
        self.assertEqual({'a': 1}, {'a': 2}, 'message')

    def test_parts(self):
        for i in range(3):
            with self.subTest(i=i):
                self.assertNotEqual(i, 1)

    def test_raises(self):
        raise KeyError('k')

    @unittest.skip('reason')
    def test_skipped(self): ...

    @unittest.expectedFailure
    def test_expected(self):
        self.fail()


result = unittest.TestResult()
unittest.defaultTestLoader.loadTestsFromTestCase(Case).run(result)
print(result, [(case.id(), text.splitlines()[-1]) for case, text in result.failures + result.errors], result.skipped[0][1])
stream = io.StringIO()
unittest.TextTestRunner(stream, verbosity=2).run(unittest.TestSuite([Case('test_equal'), Case('test_skipped')]))
print(stream.getvalue().splitlines()[:2], stream.getvalue().splitlines()[-1])
print(timeit.timeit('x + 1', 'x = 1', number=10) >= 0, len(timeit.repeat('pass', number=1, repeat=3)))
