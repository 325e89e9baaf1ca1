private import CInstructions
private import Glibc

/// A fixed block of memory that a policy owns: the arrays behind a replication's hot loop.
///
/// It is allocated once, aligned to a cache line, and freed with its owner. A large one asks the
/// system for large pages: arms are visited in any order, and the table of small pages is larger
/// than what a processor keeps of it. Reading and writing
/// cost one instruction: there is no copy-on-write check, and indices are checked in debug builds
/// only, so it is for code whose indices are right by construction. Unique ownership makes a
/// policy that holds one impossible to copy by accident.
@frozen
public struct AlignedBuffer<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
  @usableFromInline let base: UnsafeMutablePointer<Element>
  /// The number of elements.
  public let count: Int

  /// Creates a buffer of `count` copies of `value`.
  ///
  /// O(count).
  @inlinable
  public init(repeating value: Element, count: Int) {
    precondition(count >= 0, "a buffer cannot have \(count) elements")
    let raw = allocateAligned(bytes: max(1, count) * MemoryLayout<Element>.stride)
    base = raw.bindMemory(to: Element.self, capacity: max(1, count))
    base.initialize(repeating: value, count: count)
    self.count = count
  }

  /// Creates a buffer with the elements of `array`.
  ///
  /// O(count).
  @inlinable
  public init(_ array: [Element]) {
    let raw = allocateAligned(bytes: max(1, array.count) * MemoryLayout<Element>.stride)
    base = raw.bindMemory(to: Element.self, capacity: max(1, array.count))
    for (index, element) in array.enumerated() { (base + index).initialize(to: element) }
    count = array.count
  }

  @inlinable
  deinit {
    UnsafeMutableRawPointer(base).deallocate()
  }

  /// The element at `index`, which must be in 0 ..< count (checked in debug builds).
  ///
  /// O(1).
  @inlinable
  public subscript(index: Int) -> Element {
    @inline(__always) get {
      assert(index >= 0 && index < count, "index \(index) outside 0..<\(count)")
      return base[index]
    }
    @inline(__always) set {
      assert(index >= 0 && index < count, "index \(index) outside 0..<\(count)")
      base[index] = newValue
    }
  }

  /// Asks memory for the element at `index`, which is wanted soon; nothing waits for it.
  ///
  /// Nothing is asked for at a negative index. O(1).
  @inlinable @inline(__always)
  func fetch(_ index: Int) {
    if index >= 0 { prefetch(base + index) }
  }

  /// The elements as an array.
  ///
  /// O(count).
  public var array: [Element] { Array(UnsafeBufferPointer(start: base, count: count)) }
}

/// Asks for a line of memory.
@usableFromInline
func prefetch(_ address: UnsafeRawPointer) { cinstructions_prefetch(address) }

/// Memory that begins at a cache line, or at a large page where it is large.
@usableFromInline
func allocateAligned(bytes: Int) -> UnsafeMutableRawPointer {
  let page = 1 << 21
  guard bytes >= 2 * page else { return .allocate(byteCount: bytes, alignment: 64) }
  let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: page)
  // Only a hint: the last page, which the memory may share with others, stays small.
  _ = madvise(memory, bytes & ~(page - 1), MADV_HUGEPAGE)
  return memory
}
