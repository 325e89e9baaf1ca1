import BanditCommand
import BanditExperiments

ProgramVersion.current = ProgramVersion(
  program: "cluster-bandit", commit: Build.commit, isModified: Build.isModified,
  swift: Build.swift)
ClusterBanditCommand.main(policies: [])
