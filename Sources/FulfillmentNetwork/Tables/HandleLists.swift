package import LibraryModel

/// The members of each owner, in the order in which they came: the open loans of each patron, the
/// copies of each record.
///
/// A member is in the list of one owner at most. Each list is a circle through one array for all
/// lists, entered at its last member, so that a list costs no memory of its own.
package struct HandleLists<Owner: RecordHandle, Member: RecordHandle>: Sendable {
    /// The last member of each owner, or -1; as long as the last owner that ever had one.
    private var last: ContiguousArray<Int32> = []
    /// The member after each, of the last the first.
    private var next: ContiguousArray<Int32> = []

    package init() {}

    /// The members of an owner.
    package subscript(owner: Owner) -> HandleList<Member> {
        let position = owner.position
        guard position < last.count else { return HandleList(last: -1, next: []) }
        return HandleList(last: last[position], next: next)
    }

    /// Whether an owner has no members.
    package func isEmpty(_ owner: Owner) -> Bool {
        owner.position >= last.count || last[owner.position] < 0
    }

    /// The members of all owners, in order of member.
    package var members: [Member] {
        last.indices.flatMap { HandleList<Member>(last: last[$0], next: next) }.sorted()
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

/// The members of one owner, in the order in which they came.
package struct HandleList<Member: RecordHandle>: Sequence, Sendable {
    fileprivate let last: Int32
    fileprivate let next: ContiguousArray<Int32>

    package var isEmpty: Bool { last < 0 }

    /// The number of members.
    ///
    /// - Complexity: O(*n*).
    package var count: Int { reduce(0) { count, _ in count + 1 } }

    /// The member that came first.
    package var first: Member? { last < 0 ? nil : Member(next[Int(last)]) }

    package func makeIterator() -> Iterator {
        Iterator(list: self, present: last, isDone: last < 0)
    }

    /// Walks along the list as it was when the walk began.
    package struct Iterator: IteratorProtocol {
        fileprivate let list: HandleList
        fileprivate var present: Int32
        fileprivate var isDone: Bool

        package mutating func next() -> Member? {
            guard !isDone else { return nil }
            present = list.next[Int(present)]
            isDone = present == list.last
            return Member(present)
        }
    }
}
