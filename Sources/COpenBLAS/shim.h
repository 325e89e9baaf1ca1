#ifndef COPENBLAS_SHIM_H
#define COPENBLAS_SHIM_H

#include <cblas.h>

// Other BLAS libraries install a header of the same name, without the calls that set the number
// of threads and report the configuration.
#ifndef OPENBLAS_VERSION
#error "cblas.h is not OpenBLAS's; install libopenblas-dev and select its headers"
#endif

#endif
