# csv, configparser, urllib.parse, html, uuid, pprint, textwrap, string
import configparser
import csv
import html
import io
import pprint
import string
import textwrap
import urllib.parse as up
import uuid

out = io.StringIO()
writer = csv.DictWriter(out, ['a', 'b'], extrasaction='ignore')
writer.writeheader()
writer.writerows([{'a': 1, 'b': 'x,y'}, {'a': 'q"uote', 'b': None, 'c': 3}])
print(repr(out.getvalue()))
print(list(csv.reader(io.StringIO('a;"b;c"\n1;2\n'), delimiter=';')), list(csv.DictReader(['x,y', '1,2,3', '4'], restkey='rest')))
print(csv.Sniffer().sniff('a|b|c\n1|2|3\n').delimiter, csv.list_dialects(), list(csv.reader(['1,"2"'], quoting=csv.QUOTE_NONNUMERIC)))
try:
    list(csv.reader(['"abc'], strict=True))
except csv.Error as error:
    print(error)

config = configparser.ConfigParser()
config.read_string('''
[DEFAULT]
base = /srv
[web]
root = %(base)s/www
port: 8080
debug = yes
list =
    one
    two
[empty]
''')
print(config.sections(), config['web']['root'], config.getint('web', 'port'), config['web'].getboolean('debug'), config['web']['list'].split())
print(dict(config['empty']), config.has_option('web', 'nope'), config.get('web', 'nope', fallback='-'))
config['new'] = {'k': 'v'}
out = io.StringIO()
config.write(out)
print(out.getvalue())
for action in (lambda: config.get('none', 'x'), lambda: config.get('web', 'x'), lambda: config.read_string('junk'), lambda: config.read_string('[a]\n[a]')):
    try:
        action()
    except configparser.Error as error:
        print(type(error).__name__, str(error).replace('\n', '|'))

url = 'https://user:pw@example.com:8080/a/b;p?q=1&r=a%20b&q=2#frag'
parts = up.urlparse(url)
print(parts, parts.hostname, parts.port, parts.username, up.urlunparse(parts) == url)
print(up.urlsplit('//host/path?x'), up.parse_qs(parts.query), up.parse_qsl('a=1&b=', keep_blank_values=True), up.urljoin('http://a/b/c', '../d?x'))
print(up.quote('a b/ü&'), up.quote_plus('a b&'), up.unquote('%C3%BC%zz'), up.urlencode({'a': [1, 2], 'b': 'x y'}, doseq=True), up.urldefrag('a#b'))
print(html.escape('<a href="x">&\'</a>'), html.unescape('&lt;&eacute;&#x41;&amp;&nosuch;&#0;'))

print(uuid.UUID('12345678123456781234567812345678'), uuid.uuid5(uuid.NAMESPACE_DNS, 'python.org'), uuid.uuid3(uuid.NAMESPACE_URL, 'x').hex)
u = uuid.UUID(int=5)
print(repr(u), u.bytes, u.version, uuid.uuid4().version, uuid.uuid1().version, uuid.uuid7().version, uuid.uuid4() != uuid.uuid4())

nested = {'name': 'x' * 30, 'list': list(range(30)), 'inner': {'a': (1, 2), 'b': {3}, 'text': 'words ' * 20}}
pprint.pprint(nested)
pprint.pprint(nested, width=40, compact=True, depth=1, sort_dicts=False)
print(pprint.pformat([{'a': 1}, 'b'], indent=4, width=5), pprint.saferepr(nested)[:30])
loop = [1]
loop.append(loop)
print(pprint.isrecursive(loop), pprint.pformat(loop)[:20])

print(textwrap.fill('The quick brown fox jumps over the lazy dog', 20, initial_indent='* ', subsequent_indent='  '))
print(textwrap.shorten('Hello   big world', 12), repr(textwrap.dedent('  a\n    b\n  c\n')), repr(textwrap.indent('a\n\nb', '> ')))
template = string.Template('$who owes ${amount} $$')
print(template.substitute(who='Tim', amount=3), template.safe_substitute(who='x'), template.get_identifiers(), string.capwords('one two'))
print(string.Formatter().format('{0!r:>5} {x.real} {y[1]}', 'a', x=3, y=[1, 2]), list(string.Formatter().parse('a{b!s:c}d')))
