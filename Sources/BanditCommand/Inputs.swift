import ArgumentParser
import BanditExperiments
import Foundation

/// Reads all experiments, or prints everything that is wrong with any of them and exits.
func readAll(_ files: [String], _ reader: ExperimentReader) throws -> [Experiment] {
  var experiments: [Experiment] = []
  var failures: [InvalidInput] = []
  for file in files {
    do {
      if file == "-" {
        experiments.append(
          try reader.read(
            standardInput(), named: "<stdin>", folder: URL(fileURLWithPath: ".")))
      } else {
        experiments.append(try reader.read(file: file))
      }
    } catch {
      failures.append(error)
    }
  }
  guard failures.isEmpty else {
    for failure in failures { note("\(failure)") }
    throw ExitStatus.invalidInput
  }
  return experiments
}

/// Standard input can be read once.
func requireOneInput(_ files: [String]) throws {
  if files.count(where: { $0 == "-" }) > 1 {
    throw ValidationError("Standard input can be read once: give '-' one time.")
  }
}

/// A number from the command line must be in its range.
func require(_ value: Int?, in range: ClosedRange<Int>, _ name: String) throws {
  guard let value, !range.contains(value) else { return }
  throw ValidationError(
    "\(name) \(value) is out of range: give a whole number from \(grouped(range.lowerBound)) to "
      + "\(grouped(range.upperBound)).")
}

/// A seed from the command line.
@Sendable
func readSeed(_ text: String) throws -> UInt64 {
  guard let seed = UInt64(text) else {
    throw ValidationError("a seed is a whole number from 0 to 18446744073709551615.")
  }
  return seed
}

/// A number of threads from the command line, or the word for the variable.
@Sendable
func readThreads(_ text: String) throws -> BLASThreadSource {
  if text == "environment" { return .environment }
  guard let count = Int(text), BLASThreadSource.range.contains(count) else {
    throw ValidationError(
      "threads are a whole number from \(grouped(BLASThreadSource.range.lowerBound)) to "
        + "\(grouped(BLASThreadSource.range.upperBound)), or 'environment'.")
  }
  return .count(count)
}
