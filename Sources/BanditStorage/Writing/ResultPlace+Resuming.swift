package import BanditExperiments
import Foundation

extension ResultPlace {
  /// The place in a folder of what is gone on with of a plan.
  ///
  /// It bears the plan's name, unless another plan has that and a result of this one lies beside
  /// it, whose run ended second. What a run of this plan left under a name of its own process is
  /// given the one under which it is gone on with.
  package static func resumed(
    _ plan: Plan, in folder: String
  ) throws(StorageFailure) -> ResultPlace {
    let usual = ResultPlace(folder: folder, name: plan.name)
    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
    // Who holds a file is playing it.
    func fits(_ path: String) -> Bool {
      guard exists(path), let there = try? StoredResult.plan(of: path).plan else { return false }
      return there.differences(from: plan, butFewerReplications: true).isEmpty
    }
    func fits(_ place: ResultPlace) -> Bool { fits(place.finished) || fits(place.unfinished) }
    if fits(usual) { return usual }
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    let beside = names.compactMap { name -> ResultPlace? in
      let rest = name.hasPrefix(plan.name + "-") ? name.dropFirst(plan.name.count + 1) : ""
      guard let hash = rest.wholeMatch(of: /([0-9a-f]{8})(-partial)?\.sqlite/)?.output.1 else {
        return nil
      }
      return ResultPlace(folder: folder, name: "\(plan.name)-\(hash)")
    }
    if let place = beside.first(where: fits) { return place }
    let own = names.filter {
      $0.hasPrefix("\(plan.name)-partial-") && $0.hasSuffix(".sqlite") && !$0.contains("-old-")
    }.map { (folder as NSString).appendingPathComponent($0) }
    guard let left = own.first(where: fits) else { return usual }
    let isTaken = exists(usual.finished) || exists(usual.unfinished)
    let place = isTaken ? usual.beside(plan) : usual
    guard !exists(place.unfinished) else { return usual }
    try place.renameWithJournal(left, to: place.unfinished)
    return place
  }

  /// The most replications that a run of the plan in this place had, or was to have; nil if there
  /// is none that the plan could go on with.
  package func replications(of plan: Plan) -> Int? {
    [unfinished, finished].compactMap { path -> Int? in
      guard FileManager.default.fileExists(atPath: path),
        let there = try? StoredResult.plan(of: path).plan,
        there.differences(from: plan, butFewerReplications: true).isEmpty
      else { return nil }
      return there.replications
    }.max()
  }
}
