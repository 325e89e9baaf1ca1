#ifndef COPENBLAS_SHIM_H
#define COPENBLAS_SHIM_H

#include <cblas.h>
#include <f77blas.h>
#include <sched.h>

// Other BLAS libraries install a header of the same name, without the calls that set the number
// of threads and report the configuration.
#ifndef OPENBLAS_VERSION
#error "cblas.h is not OpenBLAS's; install libopenblas-dev and select its headers"
#endif

// The functions in use, by the types of the headers. The library is not linked but loaded when the
// first of them is needed, so nothing here refers to a symbol.
struct OpenBLASFunctions {
  __typeof__(&cblas_dgemm) dgemm;
  __typeof__(&cblas_dgemv) dgemv;
  __typeof__(&cblas_dsyrk) dsyrk;
  __typeof__(&cblas_dtrmm) dtrmm;
  __typeof__(&cblas_dtrsm) dtrsm;
  __typeof__(&cblas_dtrsv) dtrsv;
  __typeof__(&dpotrf_) dpotrf;
  __typeof__(&openblas_set_num_threads) set_num_threads;
  __typeof__(&openblas_get_num_threads) get_num_threads;
  __typeof__(&openblas_get_config) get_config;
  __typeof__(&openblas_get_corename) get_corename;
  __typeof__(&openblas_get_parallel) get_parallel;
};

// <sched.h> has these for GNU sources only, which Swift's are not.
int sched_getaffinity(pid_t, size_t, cpu_set_t *);
int sched_setaffinity(pid_t, size_t, const cpu_set_t *);

#endif
