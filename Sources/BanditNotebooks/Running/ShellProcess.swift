import Foundation

/// A running `bash -c` that leads a process group of its own, and the pipe with its output.
struct ShellProcess {
  /// Held while a pipe is made and handed on: no other command may inherit its ends.
  private static let starting = NSLock()

  private let identifier: pid_t
  /// The end of the pipe that is read; closed by `close`.
  private let output: Int32

  /// Starts a command with standard input from /dev/null and nothing else inherited.
  init(_ request: CommandRequest) throws(ShellFailure) {
    let started = ShellProcess.starting.withLock { ShellProcess.start(request) }
    (identifier, output) = try started.get()
  }

  private static func start(
    _ request: CommandRequest
  ) -> Result<(pid_t, Int32), ShellFailure> {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return failure("no pipe", errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let words = ["env", "-C", request.folder, "bash", "-c", request.command]
    let arguments = words.map { (word: String) in strdup(word) }
    let variables = request.environment.sorted { $0.key < $1.key }
      .map { strdup("\($0.key)=\($0.value)") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer {
      for string in arguments + variables { free(string) }
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
      Foundation.close(ends[1])
    }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
    // Files that others have opened for themselves, such as a lock that a calling script holds.
    for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? [] {
      if let number = Int32(name), number > 2 {
        posix_spawn_file_actions_addclose(&actions, number)
      }
    }
    // Signals that this program ignores or blocks would otherwise be ignored by the command.
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var identifier: pid_t = 0
    let status = posix_spawn(
      &identifier, "/usr/bin/env", &actions, &attributes, arguments + [nil], variables + [nil])
    guard status == 0 else {
      Foundation.close(ends[0])
      return failure("bash", status)
    }
    return .success((identifier, ends[0]))
  }

  /// Waits for output at most some milliseconds, and reads what is there.
  ///
  /// - Returns: How many bytes are new in `buffer`, 0 at the end, nothing if none came.
  func read(into buffer: inout [UInt8], milliseconds: Int32) -> Int? {
    var descriptor = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, milliseconds) > 0 else { return nil }
    let count = Foundation.read(output, &buffer, buffer.count)
    guard count < 0 else { return count }
    return errno == EINTR || errno == EAGAIN ? nil : 0
  }

  /// Whether the shell itself has ended; it stays a zombie, so that its group keeps its number.
  var hasEnded: Bool {
    var information = siginfo_t()
    let options = WEXITED | WNOHANG | WNOWAIT
    guard waitid(P_PID, id_t(identifier), &information, options) == 0 else { return errno != EINTR }
    return information.si_signo == SIGCHLD
  }

  /// Sends a signal to the shell and all processes of its group.
  func signal(_ number: Int32) { kill(-identifier, number) }

  /// Ends all that is left of the group and gives the status of the shell.
  func close() -> Int {
    signal(SIGKILL)
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    Foundation.close(output)
    let ending = status & 0x7F
    return ending == 0 ? Int((status >> 8) & 0xFF) : 128 + Int(ending)
  }

  private static func failure(
    _ what: String, _ number: Int32
  ) -> Result<(pid_t, Int32), ShellFailure> {
    .failure(ShellFailure("\(what): \(String(cString: strerror(number)))"))
  }
}
