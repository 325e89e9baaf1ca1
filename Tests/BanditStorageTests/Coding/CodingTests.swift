import BanditExperiments
import ClusterBandit
import Testing

@testable import BanditStorage
import ByteCoding

@Suite("Blocks as bytes")
struct CodingTests {
  private func block(keepsCurves: Bool) throws -> BlockResult {
    var engine = Engine(jobs: 1)
    engine.keepsCurves = keepsCurves
    let sink = MemorySink()
    try engine.run(
      try smallExperiment(replications: 2_000), blocks: 3..<4, sink: sink)
    return try #require(sink.blocks.first)
  }

  @Test("A block comes back bit for bit, with values as with sketches", arguments: [true, false])
  func block(hasValues: Bool) throws {
    let block = try block(keepsCurves: hasValues)
    let bytes = StoredBlock.whole(block).bytes
    guard case .whole(let read) = try StoredBlock(bytes, block.id, expected: 100) else {
      Issue.record("it is another kind")
      return
    }
    #expect(read == block)
    #expect(StoredBlock.whole(read).bytes == bytes)
  }

  @Test("A block has one hash whether it keeps values or sketches, and another if a bit differs")
  func hash() throws {
    let (values, sketches) = try (block(keepsCurves: true), block(keepsCurves: false))
    #expect(values != sketches)
    let hash = BlockCoding.sha256(values)
    #expect(hash == BlockCoding.sha256(sketches))
    let other = BlockResult(
      values.id, replications: values.replications, expected: values.expected,
      policies: values.policies,
      instanceNotes: NumericalNotes(jitteredFactorisations: 0, largestRelativeJitter: 0x1p-1074))
    #expect(BlockCoding.sha256(other) != hash)
  }

  @Test("Numbers of every size and sign keep their bits")
  func numbers() throws {
    let values = [0, -0.0, 1, -1.5, .infinity, -.infinity, .leastNonzeroMagnitude, 1e300, .nan]
    var writer = ByteWriter()
    writer.write(values)
    let whole = [0, 1, 127, 128, 16_384, (1 << 53) - 1]
    for number in whole { writer.write(number) }
    let sketch = QuantileSketch([1e-6, 0, 3, 3, 1e9])
    #expect(sketch.classes.first.map { $0 < 0 } == true)
    writer.write(sketch)
    writer.write("Grüße")
    var reader = ByteReader(writer.bytes)
    #expect(try reader.doubles().map(\.bitPattern) == values.map(\.bitPattern))
    for number in whole { #expect(try reader.integer() == number) }
    #expect(try reader.sketch() == sketch)
    #expect(try reader.text() == "Grüße" && reader.isAtEnd)
  }

  @Test("Bytes that are cut or changed anywhere are refused")
  func damaged() throws {
    let block = try block(keepsCurves: false)
    let bytes = StoredBlock.whole(block).bytes
    var count = 0
    for position in stride(from: 0, to: bytes.count, by: 97) {
      var flipped = bytes
      flipped[position] ^= UInt8(1 << (position % 8))
      #expect(throws: DamagedBytes.self) {
        try StoredBlock(flipped, block.id, expected: 100)
      }
      #expect(throws: DamagedBytes.self) {
        try StoredBlock(Array(bytes.prefix(position)), block.id, expected: 100)
      }
      count += 1
    }
    #expect(count == (bytes.count + 96) / 97)
    #expect(throws: DamagedBytes.self) {
      try StoredBlock(bytes, BlockID(problem: 0, block: 2), expected: 100)
    }
    #expect(throws: DamagedBytes.self) { try StoredBlock(bytes, block.id, expected: 99) }
  }

  @Test("Bytes that are sealed and senseless end with an error")
  func senseless() throws {
    var count = 0
    for byte in UInt8.min...UInt8.max {
      let bytes = SealedBytes.sealed(.state) { writer in
        for _ in 0..<40 { writer.write(Int(byte)) }
      }
      #expect(throws: DamagedBytes.self) { try StateCoding.merged(bytes) }
      count += 1
    }
    #expect(count == 256)
  }
}
