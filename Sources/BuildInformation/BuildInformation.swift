import Foundation
import PackagePlugin

/// Writes down from which commit and with which compiler a program is built.
///
/// The file changes only if the facts do, and only the program's few lines are compiled anew.
@main
struct BuildInformation: BuildToolPlugin {
  private static let script = #"""
    set -u
    cd "$1" || exit 0
    commit=$(git -c safe.directory='*' rev-parse HEAD 2>/dev/null) && commit="\"$commit\"" \
      || commit=nil
    modified=nil
    if [ "$commit" != nil ]; then
      if [ -z "$(git -c safe.directory='*' status --porcelain -- Sources Package.swift 2>/dev/null)" ]
      then modified=false; else modified=true; fi
    fi
    swift=$(swiftc --version 2>&1 | sed -n 's/.*Swift version \([0-9.]*\).*/"\1"/p')
    text="/// Of which sources this program is, and what built it; written by the build.
    enum Build {
      /// The commit of the sources; nil outside a repository.
      static let commit: String? = $commit
      /// Whether they differed from it.
      static let isModified: Bool? = $modified
      /// The compiler.
      static let swift: String? = ${swift:-nil}
    }"
    if [ ! -f "$2" ] || [ "$(cat "$2")" != "$text" ]; then printf '%s\n' "$text" > "$2"; fi
    """#

  func createBuildCommands(context: PluginContext, target: any Target) -> [Command] {
    let folder = context.pluginWorkDirectoryURL
    return [
      .prebuildCommand(
        displayName: "Noting commit and compiler",
        executable: URL(fileURLWithPath: "/bin/sh"),
        arguments: [
          "-c", BuildInformation.script, "sh", context.package.directoryURL.path,
          folder.appendingPathComponent("Build.swift").path,
        ],
        outputFilesDirectory: folder)
    ]
  }
}
