import BanditCommand

ClusterBanditCommand.main(policies: [])
