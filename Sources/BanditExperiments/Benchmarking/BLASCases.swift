/// Operations of BLAS and LAPACK beside plain loops.
enum BLASCases {
  static let all: [BenchmarkCase] = []
}
