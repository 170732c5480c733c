"""What sysconfig asks of a build: nothing was configured, and no extension modules are loaded."""

import sys

build_time_vars = {
    'ABIFLAGS': sys.abiflags,
    'CFLAGS': '',
    'CONFIG_ARGS': '',
    'EXT_SUFFIX': f'.{sys.implementation.cache_tag}-{sys.implementation._multiarch}.so',
    'HAVE_FORK': 1,
    'LDVERSION': f'3.14{sys.abiflags}',
    'MULTIARCH': sys.implementation._multiarch,
    'PY_CFLAGS': '',
    'PY_CFLAGS_NODIST': '',
    'Py_DEBUG': 0,
    'Py_ENABLE_SHARED': 0,
    'Py_GIL_DISABLED': 1,
    'SHLIB_SUFFIX': '.so',
    'SIZEOF_LONG': 8,
    'SIZEOF_SIZE_T': 8,
    'SIZEOF_VOID_P': 8,
    'SOABI': f'{sys.implementation.cache_tag}-{sys.implementation._multiarch}',
    'VERSION': '3.14',
    'WITH_DOC_STRINGS': 1,
    'exec_prefix': sys.base_exec_prefix,
    'prefix': sys.base_prefix,
}
