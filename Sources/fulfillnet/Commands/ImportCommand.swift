import ArgumentParser
import Foundation
import Scenarios

/// Makes configurations of what others have published.
struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a network configuration of published figures.",
        subcommands: [IPEDS.self]
    )
}

extension Import {
    /// Makes a network configuration, and a scenario, of the survey of US academic libraries.
    struct IPEDS: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ipeds",
            abstract: "Import US academic libraries from the survey of 2021 (IPEDS).",
            discussion: """
                The survey is the Academic Libraries component of IPEDS joined with the \
                institution directory by UNITID, as CSV; both are published at \
                nces.ed.gov/ipeds. Columns read: UNITID, INSTNM, CITY, STABBR, LONGITUD, \
                LATITUDE, SECTOR, INSTSIZE, LPBOOKS, LPCRCLT, LILLDYN, LILLDPR, LILLDRC, and \
                LBRANCH and F1SYSNAM where they are there. Of several files, a later one adds \
                institutions and fills what an earlier one leaves blank.

                A cell that says nothing, or nothing that can be, is a warning, and the file says \
                what was taken instead.

                Exit codes: 0 done, 64 the input cannot be used, 73 a file cannot be created, \
                74 a file cannot be written.
                """
        )

        @Argument(help: "The survey: one or more CSV files.")
        var survey: [String]

        @Option(help: "Members: the institutions of a public system (F1SYSNAM). Repeatable.")
        var system: [String] = []

        @Option(help: "Members: the institutions of a state, such as MN (STABBR). Repeatable.")
        var state: [String] = []

        @Option(
            name: .customLong("unitid"),
            help: "A member in any case, by its UNITID. Repeatable."
        )
        var unitID: [Int] = []

        @Option(
            help: ArgumentHelp(
                "The code of an institution, as 174817=SMU. Repeatable.",
                discussion: "Other codes are made of the institutions' names.",
                valueName: "unitid=code"
            )
        )
        var code: [ChosenCode] = []

        @Option(help: "The network's name; the system's, if not given.")
        var name: String?

        @Option(help: "The network's code.")
        var networkCode: String?

        @Option(help: "The share of the volumes that circulates, and gets a copy each.")
        var activeShare = IPEDSImport.Options().activeShare

        @Option(
            help: ArgumentHelp(
                "The share of loans received that comes from members.",
                discussion: "If not given: what members provide over what they receive."
            )
        )
        var inNetworkShare: Double?

        @Option(
            help: ArgumentHelp(
                "A YAML file with what differs at single institutions.",
                discussion: """
                    It is laid over the imported ones key by key; a key without a value removes it.
                    """
            )
        )
        var overlay: String?

        @Option(
            name: .shortAndLong,
            help: "Where the network configuration is written to; printed, if not given."
        )
        var output: String?

        @Option(help: "Where a scenario of a semester is written to; needs --output.")
        var scenario: String?

        @Flag(help: "Replace files that are there.")
        var replace = false

        func validate() throws {
            if scenario != nil, output == nil {
                throw ValidationError(
                    "--scenario needs --output: a scenario names its network configuration's file."
                )
            }
            var seen: Set<Int> = []
            for chosen in code where !seen.insert(chosen.unitID).inserted {
                throw ValidationError("--code gives \(chosen.unitID) two codes; choose one.")
            }
        }

        func run() throws {
            var options = IPEDSImport.Options()
            options.selection = SurveySelection(systems: system, states: state, unitIDs: unitID)
            for chosen in code { options.codes[chosen.unitID] = chosen.code }
            options.networkName = name
            options.networkCode = networkCode
            options.activeShare = activeShare
            options.inNetworkShare = inNetworkShare
            options.overlayPath = overlay
            if let output {
                options.networkPath = output
                options.networkReference = OutputFile.reference(to: output, from: scenario ?? "")
            }
            let diagnostics = Diagnostics(limit: 1_000)
            let result = IPEDSImport(options, into: diagnostics).run(paths: survey)
            if !diagnostics.sorted.isEmpty { printError("\(diagnostics)") }
            guard let result else { throw ExitCode(64) }
            printError(result.summary)
            let writing = replace ? OutputFile.Policy.replace : .create
            try OutputFile.write(result.network, to: output, writing)
            if let scenario { try OutputFile.write(result.scenario, to: scenario, writing) }
        }

        private func printError(_ text: String) {
            FileHandle.standardError.write(Data((text + "\n").utf8))
        }
    }

    /// A code that the user chooses for an institution.
    struct ChosenCode: ExpressibleByArgument {
        let unitID: Int
        let code: String

        init?(argument: String) {
            let parts = argument.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let id = Int(parts[0]) else { return nil }
            unitID = id
            code = String(parts[1])
        }
    }
}
