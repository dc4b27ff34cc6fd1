import ArgumentParser
import Foundation
import Scenarios

struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a small network and a scenario that run, with comments."
    )

    @Argument(help: "The directory to make.", completion: .directory)
    var directory: String

    func run() throws {
        do {
            guard !FileManager.default.fileExists(atPath: directory) else {
                throw RunDirectoryError.cannotCreate(
                    directory,
                    reason: "there is something here already; name another directory"
                )
            }
            try RunDirectory.make(directory, for: directory)
            let target = RunDirectory(directory)
            do {
                try target.write(Data(FirstSteps.network.utf8), to: directory + "/network.yaml")
                try target.write(Data(FirstSteps.scenario.utf8), to: directory + "/scenario.yaml")
            } catch {
                target.discard()
                throw error
            }
            print(
                """
                Written \(directory)/network.yaml and \(directory)/scenario.yaml.
                Run them: fulfillnet run \(directory)/scenario.yaml --output \(directory)/out
                Test them: fulfillnet test \(directory)/scenario.yaml
                """
            )
        } catch {
            throw Ending.failure(error)
        }
    }
}
