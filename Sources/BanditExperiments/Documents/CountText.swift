/// A number of things in words: "1 block", "1,000 blocks".
package func counted(_ count: Int, _ one: String) -> String {
  "\(grouped(count)) \(count == 1 ? one : one + "s")"
}
