import BanditExperiments
import ByteCoding
import ClusterBandit

extension ByteWriter {
  mutating func write(_ notes: NumericalNotes) {
    write(notes.jitteredFactorisations)
    write(notes.largestRelativeJitter)
    write(notes.diagonalFallbacks)
  }

  mutating func write(_ sample: CurveSample) {
    switch sample {
    case .values(let values):
      write(0)
      write(values)
    case .sketch(let sketch):
      write(1)
      write(sketch)
    }
  }

  /// Something for each metric, with the names of the metrics.
  mutating func write<Value>(
    _ metrics: [Metric: Value], _ body: (inout ByteWriter, Value) -> Void
  ) {
    write(metrics.count)
    for metric in Metric.allCases {
      guard let value = metrics[metric] else { continue }
      write(metric.rawValue)
      body(&self, value)
    }
  }

  /// A list with its length.
  mutating func write<Element>(
    _ elements: [Element], _ body: (inout ByteWriter, Element) -> Void
  ) {
    write(elements.count)
    for element in elements { body(&self, element) }
  }
}
