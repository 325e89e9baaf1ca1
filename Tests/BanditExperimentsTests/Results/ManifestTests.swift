import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("Manifests")
struct ManifestTests {
  @Test("The manifest names the linear algebra of experiments that have some")
  func manifest() throws {
    let contexts = """
      name: contexts
      horizon: 5
      replications: 2
      environment: {kind: contextual-clusters, arms: 4, clusters: 2, dimension: 2}
      policies: [{kind: random}]
      """
    for text in [EngineTests.singular, contexts] {
      let blas = try #require(try read(text).run(jobs: 1).manifest.blas)
      #expect(blas.threads == 1 && !blas.version.isEmpty && !blas.core.isEmpty)
      #expect(!blas.isEnvironmentUsed)
    }
    let plan = try readPlan(contexts)
    let library = Manifest.BLAS(
      version: "0.3.21", core: "Haswell", threads: 4, environmentThreads: "4",
      isEnvironmentUsed: true)
    #expect(
      Manifest(plan, blas: library).text == "BLAS ran on 4 threads, as OPENBLAS_NUM_THREADS says")
    func text(_ threads: Int, _ environment: String?) -> String? {
      Manifest(
        plan,
        blas: Manifest.BLAS(
          version: "0", core: "x", threads: threads, environmentThreads: environment,
          isEnvironmentUsed: false)
      ).text
    }
    #expect(text(1, nil) == nil && text(2, nil) == "BLAS ran on 2 threads")
    #expect(
      text(1, "8")
        == "BLAS ran on 1 thread: OPENBLAS_NUM_THREADS=8 is ignored unless --blas-threads environment "
        + "asks for it")
  }
}
