import Testing

@testable import BanditExperiments

@Suite("Hashes of contents")
struct ContentHashTests {
  @Test(
    "SHA-256 of the examples of FIPS 180-4",
    arguments: [
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func examples(_ text: String, _ digest: String) {
    #expect(ContentHash.sha256(text.utf8) == digest)
  }

  @Test("SHA-256 of a million letters a")
  func million() {
    #expect(
      ContentHash.sha256(repeatElement(0x61, count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }
}
