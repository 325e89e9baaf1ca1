import TestSupport
import Testing

@testable import Randomness

@Suite("Seed tree")
struct SeedTreeTests {
  @Test("SipHash-2-4 reproduces the reference vectors for messages of 0 to 15 bytes")
  func sipHashVectors() {
    // The reference code lists bytes; here they are little-endian words.
    let reference: [UInt64] = [
      0x726f_db47_dd0e_0e31, 0x74f8_39c5_93dc_67fd, 0x0d6c_8009_d9a9_4f5a,
      0x8567_6696_d7fb_7e2d, 0xcf27_94e0_2771_87b7, 0x1876_5564_cd99_a68d,
      0xcbc9_466e_58fe_e3ce, 0xab02_00f5_8b01_d137, 0x93f5_f579_9a93_2462,
      0x9e00_82df_0ba9_e4b0, 0x7a5d_bbc5_94dd_b9f3, 0xf4b3_2f46_226b_ada7,
      0x751e_8fbc_860e_e5fb, 0x14ea_5627_c084_3d90, 0xf723_ca90_8e7a_f2ee,
      0xa129_ca61_49be_45e5,
    ]
    let key: (UInt64, UInt64) = (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)
    for (length, expected) in reference.enumerated() {
      #expect(SipHash.hash((0..<length).map { UInt8($0) }, key: key) == expected)
    }
  }

  @Test("The length of a long message enters the hash modulo 256 only")
  func longMessages() {
    // 256 more zero bytes still change the hash, by their rounds.
    let key: (UInt64, UInt64) = (1, 2)
    let hashes = [0, 255, 256, 257, 512].map {
      SipHash.hash([UInt8](repeating: 0, count: $0), key: key)
    }
    #expect(Set(hashes).count == hashes.count)
  }

  /// Words computed from the definition by an independent implementation.
  static let frozen: [(SeedTree, UInt64, StreamRole, [UInt64])] = [
    (
      SeedTree(root: 20_240_229, experiment: "reference"), 7, .policy,
      [
        0x5a0c_ef48_24ed_f4f8, 0x868c_fa62_d3d6_6a3a, 0x8e81_a5c5_cf0f_1ebc,
        0x7c3d_313f_ad42_1f01,
      ]
    ),
    (
      SeedTree(root: 0, experiment: ""), 0, .instance,
      [
        0x8b14_2a30_dfa7_ecf6, 0x03d4_b07f_9b6a_71b0, 0x0c91_bd60_5f08_7367,
        0x1fe4_d0c8_5b58_465b,
      ]
    ),
    (
      SeedTree(root: 3, experiment: "little endian"), 0x0123_4567_89ab_cdef, .permutation,
      [
        0xb068_6f76_df35_7a72, 0x9640_4cd3_e4b5_8790, 0xa6f9_d209_a75f_1e11,
        0xa693_b6af_d815_9721,
      ]
    ),
    (
      SeedTree(root: .max, experiment: "größer"), .max, .reward,
      [
        0xa948_8a07_25a9_a008, 0x6902_df03_236d_3872, 0xc2c7_b5d5_70e6_d5e7,
        0xf93e_c9dc_e7fd_d253,
      ]
    ),
  ]

  @Test("The first words of four leaves are frozen")
  func frozenLeaves() {
    for (tree, replication, role, words) in SeedTreeTests.frozen {
      var stream = tree.stream(replication: replication, role: role)
      let drawn = words.map { _ in stream.next() }
      #expect(drawn == words)
    }
  }

  @Test("The roles' numbers, which are hashed, are frozen")
  func frozenRoles() {
    #expect(StreamRole.allCases == [.instance, .permutation, .reward, .policy, .context])
    #expect(StreamRole.allCases.map(\.rawValue) == [0, 1, 2, 3, 4])
  }

  @Test("Every component of a leaf's path changes the leaf")
  func everyComponentMatters() {
    var firstWords: [UInt64] = []
    for root: UInt64 in [0, 1, 2, 1 << 32, .max] {
      for experiment in ["", "a", "b", "ab", "a\u{0}", "A"] {
        let tree = SeedTree(root: root, experiment: experiment)
        for replication: UInt64 in [0, 1, 2, 255, 256, 65_536, 1 << 56, .max] {
          for role in StreamRole.allCases {
            var stream = tree.stream(replication: replication, role: role)
            firstWords.append(stream.next())
          }
        }
      }
    }
    // 960 leaves; two of them would share a word by chance once in 4e13.
    #expect(Set(firstWords).count == firstWords.count)
  }

  @Test("A leaf depends on its path alone, not on other leaves drawn before")
  func noOtherDependence() {
    let tree = SeedTree(root: 1, experiment: "path")
    let fresh = tree.stream(replication: 3, role: .reward)
    for replication: UInt64 in 0..<5 {
      for role in StreamRole.allCases.reversed() {
        var other = tree.stream(replication: replication, role: role)
        _ = other.next()
      }
    }
    #expect(tree.stream(replication: 3, role: .reward) == fresh)
    #expect(SeedTree(root: 1, experiment: "path").stream(replication: 3, role: .reward) == fresh)
    #expect(SeedTree(root: 1, experiment: "path") == tree)
  }

  @Test("The first words of neighbouring leaves flip half of their bits")
  func avalanche() {
    // Successive replications; the flipped bits of a good hash are fair coins.
    let tree = SeedTree(root: 42, experiment: "avalanche")
    var flipped = 0
    let pairs = 2000
    var previous = tree.stream(replication: 0, role: .policy).first()
    for replication in 1...UInt64(pairs) {
      let word = tree.stream(replication: replication, role: .policy).first()
      flipped += (word ^ previous).nonzeroBitCount
      previous = word
    }
    let verdict = Verdict.proportion(flipped, of: 64 * pairs, is: 0.5)
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("A test's stream is its own and the same every time")
  func testStreams() {
    #expect(testStream() == testStream())
    #expect(testStream() != testStream(1))
    #expect(testStream() != testStream(of: "another"))
  }
}

extension RandomStream {
  /// The next word, leaving the stream where it is.
  fileprivate func first() -> UInt64 {
    var copy = self
    return copy.next()
  }
}
