/// A kind of fact that rules may use, and the number by which a sheet finds it.
///
/// The order of the cases is part of no file: columns are written by their codes.
public enum FactColumn: UInt8, Sendable, Hashable, CaseIterable {
    // About the request.
    case identifierKnown, holdingsLocated, borrowerKnown, borrowerLends, pickupGiven
    case pickupKnown, pickupElsewhere, expedited, serviceType, serviceLevel
    case maximumCost, neededBy, requestAge, editionGiven, manualSelection
    case patronKnown, patronActive, patronExpired, patronDeleted, patronBlocks
    case patronTypeMapped, patronOpenRequests, borrowerOpenRequests, patronBalance, pickupLatitude
    case pickupLongitude
    // About the institution.
    case lending, closed, opensAt, loans, borrows
    case ratioLoans, ratioBorrows, openRequestsOfAll, availableItems, outItems
    case items, templatePlace, lastResortPlace, listedAsExcluded, latitude
    case longitude, clockOffset, responseTime, silences, reachable
    case weight
    // About the item.
    case itemStatus, due, holds, requestable, lendable
    case holdable, inUse, itemClass, itemAge, ageProtected
    case locationPreference, shelvingPreference, ownerKnown, homeIsPickup, listed
    // About the borrower and the lender.
    case isBorrower, isPickup, sameServer, delivers, sharesNetwork
    case networkPriority, tierMatches, cost, reciprocal, openRequests
    case proximity, transportCost, transferDisabled, preferred, isPatronHome
    case attempts, failures, chosen
}

extension FactColumn {
    /// What the numbers count.
    public var unit: FactUnit {
        switch self {
        case .identifierKnown, .borrowerKnown, .borrowerLends, .pickupGiven, .pickupKnown,
            .pickupElsewhere, .expedited, .editionGiven, .manualSelection, .patronKnown,
            .patronActive, .patronExpired, .patronDeleted, .patronTypeMapped, .closed,
            .listedAsExcluded, .reachable, .requestable, .lendable, .holdable, .inUse,
            .ageProtected, .ownerKnown, .homeIsPickup, .isBorrower, .isPickup, .sameServer,
            .delivers,
            .sharesNetwork, .tierMatches, .reciprocal, .transferDisabled, .preferred,
            .isPatronHome, .chosen:
            .flag
        case .neededBy, .opensAt, .due:
            .time
        case .requestAge, .clockOffset, .responseTime, .itemAge:
            .duration
        case .maximumCost, .patronBalance, .cost:
            .money
        case .pickupLatitude, .pickupLongitude, .latitude, .longitude:
            .degrees
        case .serviceType, .serviceLevel, .lending, .itemStatus:
            .word
        case .itemClass: .code
        default: .count
        }
    }

    /// Whom the fact is about.
    public var scope: FactScope {
        if self.rawValue < Self.lending.rawValue { return .request }
        if self.rawValue < Self.itemStatus.rawValue { return .institution }
        return self.rawValue < Self.isBorrower.rawValue ? .item : .relation
    }

    /// The words that a fact in words may be, in the order of their numbers.
    public var words: [String] {
        switch self {
        case .serviceType: ["loan", "copy"]
        case .serviceLevel: ["normal", "rush", "express", "core"]
        case .lending: ["all", "physical-only", "electronic-only", "suspended"]
        case .itemStatus:
            [
                "available", "reshelving", "checked-out", "in-transit",
                "paged", "on-hold-shelf", "missing", "unavailable",
            ]
        default: []
        }
    }

    /// The column's code in files: `item-status`.
    public var code: String { Self.codes[Int(rawValue)] }

    /// Finds a column by its code.
    public init?(code: String) {
        guard let column = Self.byCode[code] else { return nil }
        self = column
    }

    private static let codes: [String] = allCases.map { column in
        String(describing: column).reduce(into: "") { code, character in
            if character.isUppercase { code += "-" }
            code += character.lowercased()
        }
    }

    private static let byCode = Dictionary(uniqueKeysWithValues: allCases.map { ($0.code, $0) })
}
