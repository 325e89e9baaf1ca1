import Foundation
import PackagePlugin

/// Writes the files of the explorer's page into the program, so that it serves them from memory and
/// nothing else.
///
/// Each file stands there as a raw string literal under its name.
@main
struct ExplorerAssets: BuildToolPlugin {
  private static let script = #"""
    set -eu
    out=$2.new
    quotes='"""' marks='####'
    {
      echo '/// The files of the page by their names; written by the build.'
      echo 'enum EmbeddedFiles {'
      echo '  static let texts: [String: String] = ['
      for file in "$1"/*; do
        printf '    "%s": %s%s\n' "${file##*/}" "$marks" "$quotes"
        cat "$file"
        printf '%s%s,\n' "$quotes" "$marks"
      done
      echo '  ]'
      echo '}'
    } > "$out"
    if cmp -s "$out" "$2"; then rm "$out"; else mv "$out" "$2"; fi
    """#

  func createBuildCommands(context: PluginContext, target: any Target) -> [Command] {
    let folder = context.pluginWorkDirectoryURL
    return [
      .prebuildCommand(
        displayName: "Embedding the explorer's page",
        executable: URL(fileURLWithPath: "/bin/sh"),
        arguments: [
          "-c", ExplorerAssets.script, "sh",
          target.directoryURL.appendingPathComponent("Assets").path,
          folder.appendingPathComponent("EmbeddedFiles.swift").path,
        ],
        outputFilesDirectory: folder)
    ]
  }
}
