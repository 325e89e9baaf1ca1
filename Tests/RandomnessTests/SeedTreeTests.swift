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
      SeedTree(root: 20_240_229), 7, .policy,
      [
        0xb5d2_fdc1_f545_40b4, 0x92d4_767e_7627_823b, 0xffc9_4b5e_243b_539e,
        0xd1ae_f3be_6c7b_c1c2,
      ]
    ),
    (
      SeedTree(root: 0), 0, .instance,
      [
        0x8b14_2a30_dfa7_ecf6, 0x03d4_b07f_9b6a_71b0, 0x0c91_bd60_5f08_7367,
        0x1fe4_d0c8_5b58_465b,
      ]
    ),
    (
      SeedTree(root: 3), 0x0123_4567_89ab_cdef, .permutation,
      [
        0xb33c_034e_5d35_6d35, 0x78c0_60b3_4e94_52ab, 0x5a28_66bc_fcd0_e8ce,
        0x694b_c803_8428_cf5f,
      ]
    ),
    (
      SeedTree(root: .max), .max, .reward,
      [
        0xf6f7_4d9c_c4a9_4afb, 0xcb06_e447_8ea0_4634, 0x93da_1156_dfd1_fba3,
        0xc304_2363_e25c_d22d,
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
    #expect(
      StreamRole.allCases == [
        .instance, .permutation, .reward, .policy, .context, .signFlips, .resampling,
      ])
    #expect(StreamRole.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6])
  }

  @Test("Every component of a leaf's path changes the leaf")
  func everyComponentMatters() {
    var firstWords: [UInt64] = []
    for root: UInt64 in [0, 1, 2, 3, 1 << 32, 1 << 63, .max - 1, .max] {
      let tree = SeedTree(root: root)
      for replication: UInt64 in [0, 1, 2, 255, 256, 65_536, 1 << 56, .max] {
        for role in StreamRole.allCases {
          var stream = tree.stream(replication: replication, role: role)
          firstWords.append(stream.next())
        }
      }
    }
    #expect(firstWords.count == 448)
    // Two of them would share a word by chance once in 2e14.
    #expect(Set(firstWords).count == firstWords.count)
  }

  @Test("A leaf depends on its path alone, not on other leaves drawn before")
  func noOtherDependence() {
    let tree = SeedTree(root: 1)
    let fresh = tree.stream(replication: 3, role: .reward)
    for replication: UInt64 in 0..<5 {
      for role in StreamRole.allCases.reversed() {
        var other = tree.stream(replication: replication, role: role)
        _ = other.next()
      }
    }
    #expect(tree.stream(replication: 3, role: .reward) == fresh)
    #expect(SeedTree(root: 1).stream(replication: 3, role: .reward) == fresh)
    #expect(SeedTree(root: 1) == tree)
  }

  @Test("The first words of neighbouring leaves flip half of their bits")
  func avalanche() {
    // Successive replications; the flipped bits of a good hash are fair coins.
    let tree = SeedTree(root: 42)
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
