/// What the comment directly above a fence says about it.
public struct FenceLabels: Sendable, Hashable {
  /// `skip`: nothing is run or written.
  public internal(set) var isSkipped = false
  /// `needs=COMMAND`: the commands run only where this one ends with status 0.
  public internal(set) var needs: String?
  /// `timeout=S`: how many seconds each command may take.
  public internal(set) var timeout: Double?
  /// `exit=N`: the status with which each command ends.
  public internal(set) var exitStatus = 0
  /// `tolerance=X`: by how much numbers may differ, relative to the larger one.
  public internal(set) var tolerance: Double?
  /// `unordered`: the lines of the output may come in any order.
  public internal(set) var isUnordered = false
  /// `file=PATH`: the fence is no session, its content is written to a file.
  public internal(set) var file: String?
  /// `uses=PATH`: what is copied from the notebook's surroundings before the commands run.
  public internal(set) var uses: [String] = []

  init() {}
}
