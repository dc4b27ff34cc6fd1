import LibraryModel
import SimulationKernel

extension InstitutionNode {
    func resolveResourceSharingLibrary(of patron: PatronID, owner: LibraryID?) -> Outcome {
        let list = patrons[patron.position].resourceSharingLibraries
        switch institution.resolveResourceSharingLibrary(list: list, owner: owner) {
        case .accepted(let resolution): return .resourceSharingLibrary(resolution)
        case .refused(let refusal): return .refused(refusal)
        }
    }

    /// The job that assigns the resource sharing library by the institution's ordered rules.
    func assignResourceSharingLibrary(
        _ options: AssignmentOptions,
        at now: SimulationTime
    ) -> AssignmentReport {
        let isNeeded = institution.resourceSharingLibraries.count > 1
        var report = AssignmentReport(options: options, isNeeded: isNeeded, lines: [])
        for position in patrons.indices where patrons[position].linkedAccount == nil {
            let patron = patrons[position]
            let before = patron.resourceSharingLibraries
            let (result, after) =
                isNeeded ? assignment(of: patron, options) : clearance(of: patron, options)
            report.lines.append(
                AssignmentReport.Line(
                    patron: PatronID(position),
                    result: result,
                    before: before,
                    after: after
                )
            )
            if result == .changed && !options.isDryRun {
                patrons[position].resourceSharingLibraries = after
                patrons[position].resourceSharingOrigin = after.isEmpty ? .none : .job
            }
        }
        _ = jobs.append(
            JobRecord(
                name: "assign-resource-sharing-library",
                time: now,
                isDryRun: options.isDryRun,
                result: report.summary
            )
        )
        return report
    }

    private func assignment(
        of patron: Patron,
        _ options: AssignmentOptions
    ) -> (AssignmentReport.Result, SmallSet) {
        let before = patron.resourceSharingLibraries
        guard patron.resourceSharingOrigin != .manual || options.overwritesManual else {
            return (.kept, before)
        }
        guard let library = institution.assignmentRules.library(for: patron) else {
            return (.noRuleMatched, before)
        }
        let after = SmallSet([library])
        return after == before ? (.unchanged, before) : (.changed, after)
    }

    private func clearance(
        of patron: Patron,
        _ options: AssignmentOptions
    ) -> (AssignmentReport.Result, SmallSet) {
        let before = patron.resourceSharingLibraries
        guard !before.isEmpty else { return (.unchanged, before) }
        guard options.clearsNeedless else { return (.needless, before) }
        guard patron.resourceSharingOrigin != .manual || options.overwritesManual else {
            return (.kept, before)
        }
        return (.changed, SmallSet())
    }
}
