import Randomness

extension LineClasses {
  /// The choice after the one at hand, should its class still be in front alone.
  ///
  /// Whoever is chosen leaves the class when its reward is known, whatever that is: who comes next
  /// is settled before. So memory can be asked for what is known of it while that pull goes on,
  /// which is worth a search ahead wherever a processor has to wait for it.
  struct Foreseen: Sendable {
    /// The class; −1 if nothing is foreseen.
    var set = -1
    var candidate = 0
    /// The candidate's place among the members but for the one at hand.
    var place = 0
    /// Whether that one left, and nothing else came or went.
    var isDue = false
    /// The stream before and after the choice.
    var before = RandomStream(state: (1, 0, 0, 0))
    var after = RandomStream(state: (1, 0, 0, 0))
  }

  /// The choice among the members of a class, foreseen or not, and a look at the one after it.
  ///
  /// Draws what a choice without foresight draws.
  @inline(never)
  mutating func foreseenMember(
    of set: Int, _ ties: TieBreak, _ stream: inout RandomStream
  ) -> Int {
    let count = members.count(set)
    var candidate = foreseen.candidate
    var place = foreseen.place
    if foreseen.set == set, foreseen.isDue, foreseen.before == stream {
      stream = foreseen.after
    } else {
      place = count > 1 && ties == .uniform ? stream.nextIndex(below: count) : 0
      candidate = members.member(place, of: set, group: 0)
    }
    chosen = (candidate, set)
    foreseen.isDue = false
    guard count > 2 else {
      forgetForeseen()
      return candidate
    }
    var ahead = stream
    let next = ties == .uniform ? ahead.nextIndex(below: count &- 1) : 0
    foreseen = Foreseen(
      set: set,
      candidate: members.member(next &+ (next >= place ? 1 : 0), of: set, group: 0),
      place: next, before: stream, after: ahead)
    likelyNext = foreseen.candidate
    members.owners.fetch(likelyNext)
    return candidate
  }

  /// Nothing is foreseen any more.
  @inline(__always)
  mutating func forgetForeseen() {
    foreseen.set = -1
    likelyNext = -1
  }
}
