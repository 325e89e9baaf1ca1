internal import COpenBLAS

extension Transposition {
  /// The name of this transposition in the C interface of BLAS.
  var cblas: CBLAS_TRANSPOSE {
    switch self {
    case .notTransposed: CblasNoTrans
    case .transposed: CblasTrans
    }
  }
}
