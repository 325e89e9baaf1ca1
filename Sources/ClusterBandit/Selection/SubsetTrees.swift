/// Disjoint subsets of 0 ..< N as search trees that share one array: insert, delete, find the k-th,
/// count those below.
///
/// Every element is a node of the one tree that holds it, so all trees together take 12 bytes an
/// element, however many there are. A tree is a treap: ordered by element, and heap-ordered by a
/// priority that is a function of the element alone. The priority is first the number of trailing
/// zeros of the element's place in its group, counted from 1, which makes the tree of a whole group
/// perfectly balanced, then a hash of the element, which keeps the depth of any other subset
/// logarithmic in expectation. The tree of a set does not depend on how the set came about.
///
/// All operations are O(log count) expected, and iterate: nothing recurses, nothing is allocated.
///
/// Source: R. Seidel and C. R. Aragon, "Randomized search trees", Algorithmica 16 (1996).
struct SubsetTrees: ~Copyable {
  /// An element's place in its tree.
  struct Node: BitwiseCopyable, Sendable {
    /// The subtree of smaller elements; −1 if there is none.
    var left: Int32
    /// The subtree of larger elements; −1 if there is none.
    var right: Int32
    /// The number of elements of this subtree, this one included.
    var count: Int32
  }

  /// The root of the empty tree.
  static let empty: Int32 = -1

  private var nodes: AlignedBuffer<Node>

  /// Trees over `count` elements: every group of `groups` is one tree, with the root that
  /// ``wholeRoot(_:)`` tells.
  ///
  /// O(N).
  init(groups: Clustering) {
    nodes = AlignedBuffer(
      repeating: Node(left: -1, right: -1, count: 1), count: groups.armCount)
    for group in 0..<groups.clusterCount {
      let range = groups.arms(of: group)
      let size = range.count
      let before = range.lowerBound - 1
      for place in 1...size {
        // A node with z trailing zeros stands over the places less than 2^z away.
        let reach = place & -place
        var right = reach >> 1
        while right > 0, place + right > size { right >>= 1 }
        nodes[before + place] = Node(
          left: reach > 1 ? Int32(before + place - (reach >> 1)) : -1,
          right: right > 0 ? Int32(before + place + right) : -1,
          count: Int32(min(place + reach - 1, size) - (place - reach)))
      }
    }
  }

  /// The root of the tree of a whole group.
  static func wholeRoot(_ range: Range<Int>) -> Int32 {
    var place = 1
    while 2 * place <= range.count { place *= 2 }
    return Int32(range.lowerBound + place - 1)
  }

  /// The number of elements of the tree with this root.
  @inline(__always)
  func count(_ root: Int32) -> Int { root < 0 ? 0 : Int(nodes[Int(root)].count) }

  /// Trailing zeros of the place first, then a bijective mixture of the element's bits: no two
  /// elements have the same priority.
  @inline(__always)
  private func priority(_ element: Int32, _ origin: Int) -> UInt64 {
    let zeros = UInt64(truncatingIfNeeded: (Int(element) - origin + 1).trailingZeroBitCount)
    var hash = UInt32(bitPattern: element)
    hash = (hash ^ (hash >> 16)) &* 0x85eb_ca6b
    hash = (hash ^ (hash >> 13)) &* 0xc2b2_ae35
    return zeros << 32 | UInt64(hash ^ (hash >> 16))
  }

  /// A link of a tree: the root, or a child of a node.
  private enum Link {
    case root
    case left(Int32)
    case right(Int32)
  }

  @inline(__always)
  private mutating func set(_ link: Link, _ root: inout Int32, to node: Int32) {
    switch link {
    case .root: root = node
    case .left(let parent): nodes[Int(parent)].left = node
    case .right(let parent): nodes[Int(parent)].right = node
    }
  }

  /// Adds an element that is in no tree.
  ///
  /// - Parameter origin: the first element of the group.
  mutating func insert(_ element: Int, into root: inout Int32, origin: Int) {
    let new = Int32(truncatingIfNeeded: element)
    let rank = priority(new, origin)
    var link = Link.root
    var node = root
    while node >= 0, priority(node, origin) > rank {
      nodes[Int(node)].count += 1
      link = new < node ? .left(node) : .right(node)
      node = new < node ? nodes[Int(node)].left : nodes[Int(node)].right
    }
    // The subtree of lower priorities is split at the element, and the parts hang below it.
    var total = Int32(truncatingIfNeeded: count(node))
    var below = Int32(truncatingIfNeeded: self.below(element, in: node))
    set(link, &root, to: new)
    nodes[element].count = total + 1
    var smaller = Link.left(new)
    var larger = Link.right(new)
    while node >= 0 {
      let here = nodes[Int(node)]
      if node < new {
        set(smaller, &root, to: node)
        nodes[Int(node)].count = below
        smaller = .right(node)
        let kept = Int32(truncatingIfNeeded: count(here.left)) + 1
        below -= kept
        total -= kept
        node = here.right
      } else {
        set(larger, &root, to: node)
        nodes[Int(node)].count = total - below
        larger = .left(node)
        total -= Int32(truncatingIfNeeded: count(here.right)) + 1
        node = here.left
      }
    }
    set(smaller, &root, to: -1)
    set(larger, &root, to: -1)
  }

  /// Takes an element out of its tree.
  ///
  /// - Parameter origin: the first element of the group.
  mutating func remove(_ element: Int, from root: inout Int32, origin: Int) {
    let old = Int32(truncatingIfNeeded: element)
    var link = Link.root
    var node = root
    while node != old {
      nodes[Int(node)].count -= 1
      link = old < node ? .left(node) : .right(node)
      node = old < node ? nodes[Int(node)].left : nodes[Int(node)].right
    }
    var (smaller, larger) = (nodes[element].left, nodes[element].right)
    while smaller >= 0, larger >= 0 {
      let total = nodes[Int(smaller)].count + nodes[Int(larger)].count
      if priority(smaller, origin) > priority(larger, origin) {
        set(link, &root, to: smaller)
        nodes[Int(smaller)].count = total
        link = .right(smaller)
        smaller = nodes[Int(smaller)].right
      } else {
        set(link, &root, to: larger)
        nodes[Int(larger)].count = total
        link = .left(larger)
        larger = nodes[Int(larger)].left
      }
    }
    set(link, &root, to: smaller >= 0 ? smaller : larger)
  }

  /// The element that has `rank` smaller ones in its tree, 0 ≤ rank < count.
  func element(_ rank: Int, of root: Int32) -> Int {
    var left = rank
    var node = root
    while true {
      let here = nodes[Int(node)]
      let smaller = count(here.left)
      if left < smaller {
        node = here.left
      } else if left == smaller {
        return Int(node)
      } else {
        left -= smaller + 1
        node = here.right
      }
    }
  }

  /// How many elements of a tree are smaller than `element`, which need not be one of them.
  func below(_ element: Int, in root: Int32) -> Int {
    var sum = 0
    var node = root
    while node >= 0 {
      let here = nodes[Int(node)]
      if Int(node) < element {
        sum += count(here.left) + 1
        node = here.right
      } else {
        node = here.left
      }
    }
    return sum
  }

  /// The number of elements on the longest way down from a root.
  func height(_ root: Int32) -> Int {
    root < 0 ? 0 : 1 + max(height(nodes[Int(root)].left), height(nodes[Int(root)].right))
  }
}
