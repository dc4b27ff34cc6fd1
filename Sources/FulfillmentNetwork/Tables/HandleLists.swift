package import LibraryModel

/// The members of each owner, in the order in which they came: the open loans of each patron, the
/// copies of each record.
///
/// A member is in the list of one owner at most. Each list is a circle through one row of numbers
/// for all lists, entered at its last member, so that a list costs no memory of its own.
package struct HandleLists<Owner: RecordHandle, Member: RecordHandle>: ~Copyable, Sendable {
    /// The last member of each owner, or -1; as long as the last owner that ever had one.
    private var last = Pages<Int32>()
    /// The member after each, of the last the first.
    private var next = Pages<Int32>()

    package init() {}

    /// The members of an owner, oldest first.
    package subscript(owner: Owner) -> [Member] {
        var members: [Member] = []
        var present = first(of: owner)
        while let member = present {
            members.append(member)
            present = self.member(after: member, of: owner)
        }
        return members
    }

    /// Whether an owner has no members.
    package func isEmpty(_ owner: Owner) -> Bool {
        owner.position >= last.count || last[owner.position] < 0
    }

    /// The number of an owner's members.
    ///
    /// - Complexity: O(*n*).
    package func count(of owner: Owner) -> Int {
        var count = 0
        forEach(of: owner) { _ in count += 1 }
        return count
    }

    /// The member that came first.
    @inline(__always)
    package func first(of owner: Owner) -> Member? {
        guard owner.position < last.count else { return nil }
        let end = last[owner.position]
        return end < 0 ? nil : Member(next[Int(end)])
    }

    /// The member that came after one, or nil after the last.
    @inline(__always)
    package func member(after member: Member, of owner: Owner) -> Member? {
        member.index == last[owner.position] ? nil : Member(next[member.position])
    }

    /// The first member for which something holds.
    @inline(__always)
    package func first(of owner: Owner, where isMeant: (Member) -> Bool) -> Member? {
        var present = first(of: owner)
        while let member = present, !isMeant(member) {
            present = self.member(after: member, of: owner)
        }
        return present
    }

    /// Does something with each member; the lists must not change meanwhile.
    @inline(__always)
    package func forEach(of owner: Owner, _ body: (Member) -> Void) {
        var present = first(of: owner)
        while let member = present {
            body(member)
            present = self.member(after: member, of: owner)
        }
    }

    /// The members of all owners, in order of member.
    package var members: [Member] {
        (0..<last.count).flatMap { self[Owner(Int32($0))] }.sorted()
    }

    /// Puts a member at the end of its owner's list.
    package mutating func append(_ member: Member, to owner: Owner) {
        let (owner, member) = (owner.position, member.index)
        while last.count <= owner { last.append(-1) }
        while next.count <= Int(member) { next.append(-1) }
        let before = last[owner]
        if before < 0 {
            next[Int(member)] = member
        } else {
            next[Int(member)] = next[Int(before)]
            next[Int(before)] = member
        }
        last[owner] = member
    }

    /// Takes a member out of its owner's list; there being none changes nothing.
    package mutating func remove(_ member: Member, from owner: Owner) {
        let (owner, member) = (owner.position, member.index)
        guard owner < last.count, last[owner] >= 0 else { return }
        let end = last[owner]
        var before = end
        while next[Int(before)] != member {
            before = next[Int(before)]
            if before == end { return }
        }
        if before == member {
            last[owner] = -1
        } else {
            next[Int(before)] = next[Int(member)]
            if end == member { last[owner] = before }
        }
    }
}
