import BanditExperiments
import BanditStorage
import Foundation

extension RunCommand {
  /// The folder for the results, made before anything is run.
  func openFolder(
    _ path: String, for experiments: [Experiment], _ files: [String]
  ) throws -> ResultFolder {
    let names = experiments.map(\.plan.name)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      note(
        "error: two experiments are called '\(twice)': their results would overwrite each other; "
          + "give one another name, or run them into two folders")
      throw ExitStatus.invalidInput
    }
    guard !path.allSatisfy(\.isWhitespace) else {
      note("error: --output is empty; give a folder, or '.' for this one")
      throw ExitStatus.invalidInput
    }
    let folder = ResultFolder(path: path, names: try resumedNames(in: path, of: experiments))
    // An input is never written over.
    for (file, experiment) in zip(files, experiments) {
      let place = file == "-" ? URL(fileURLWithPath: ".") : PlanReader.folder(of: file)
      let read =
        [URL(fileURLWithPath: file)]
        + experiment.plan.files.map { URL(fileURLWithPath: $0.name, relativeTo: place) }
      for plan in experiments.map(\.plan) where from == nil || !force {
        guard let target = folder.target(of: folder.name(of: plan), among: read) else { continue }
        note(
          "error: --output \(path) would write over '\(target)', which the experiment "
            + "'\(experiment.plan.name)' reads; give another folder or name")
        throw ExitStatus.invalidInput
      }
    }
    if !force {
      var hasConflicts = false
      for experiment in experiments {
        guard let conflict = folder.conflict(with: experiment.plan, mayExtend: resume) else {
          continue
        }
        hasConflicts = true
        var ways = ["give another folder"]
        if !resume {
          if folder.conflict(with: experiment.plan, mayExtend: true) == nil {
            ways.append("--resume to play what it lacks")
          }
          ways.append("--force to write over it")
        } else {
          ways.append("the same plan with as many replications or more")
        }
        note("error: \(conflict); \(ways.joined(separator: ", or "))")
      }
      if hasConflicts { throw ExitStatus.invalidInput }
    }
    do {
      try folder.prepare()
      if force {
        for name in names {
          let aside = try folder.setAsidePartial(of: name)
          if !aside.isEmpty, !running.quiet {
            note("note: what an interrupted run left is now \(aside.joined(separator: ", "))")
          }
        }
      }
    } catch {
      note("error: \(error)")
      throw ExitStatus.cannotWrite
    }
    return folder
  }

  /// What the names of results begin with that are gone on with, where that is not the plan's name.
  private func resumedNames(
    in path: String, of experiments: [Experiment]
  ) throws -> [String: String] {
    guard resume else { return [:] }
    var names: [String: String] = [:]
    for plan in experiments.map(\.plan) {
      do throws(StorageFailure) {
        names[plan.name] = try ResultPlace.resumed(plan, in: path).name
      } catch {
        throw exitStatus(of: error)
      }
    }
    return names
  }
}
