/// A node of a YAML file in the making, with comments.
struct Draft {
    /// What a node holds.
    indirect enum Content {
        case scalar(String)
        case list([Draft])
        case mapping([Entry])
    }

    /// A key and its value.
    struct Entry {
        var key: String
        var keyPlace: SourcePlace
        var value: Draft
    }

    var content: Content
    /// Where it comes from: a row of the survey, or a line of the overlay.
    var place: SourcePlace
    /// What stands in lines of its own above it.
    var comments: [String] = []
    /// What stands after it on its line.
    var note: String?

    private init(_ content: Content, at place: SourcePlace) {
        self.content = content
        self.place = place
    }

    /// A scalar with what `value` prints.
    static func scalar(_ value: some CustomStringConvertible, at place: SourcePlace) -> Draft {
        Draft(.scalar(value.description), at: place)
    }

    /// A list.
    static func list(_ items: [Draft], at place: SourcePlace) -> Draft {
        Draft(.list(items), at: place)
    }

    /// A mapping, in order.
    static func mapping(_ entries: [(String, Draft)], at place: SourcePlace) -> Draft {
        Draft(
            .mapping(entries.map { Entry(key: $0.0, keyPlace: place, value: $0.1) }),
            at: place
        )
    }

    /// What a document says; its comments are lost.
    init(_ element: Element) {
        place = element.place
        switch element.content {
        case .scalar(let text, _): content = .scalar(text)
        case .sequence(let items): content = .list(items.map { Draft($0) })
        case .mapping(let mapping):
            content = .mapping(
                mapping.entries.map {
                    Entry(key: $0.key, keyPlace: $0.keyPlace, value: Draft($0.value))
                }
            )
        }
    }

    /// The same with a remark after it.
    func noted(_ note: String) -> Draft {
        var copy = self
        copy.note = note
        return copy
    }

    /// The node as if it had been read.
    var element: Element {
        switch content {
        case .scalar(let text):
            Element(.scalar(text, Self.scalarText(text) == text ? .plain : .quoted), at: place)
        case .list(let items): Element(.sequence(items.map(\.element)), at: place)
        case .mapping(let entries):
            Element(
                .mapping(
                    ElementMapping(
                        entries.map {
                            .init(key: $0.key, keyPlace: $0.keyPlace, value: $0.value.element)
                        }
                    )
                ),
                at: place
            )
        }
    }

    /// Lays a document over the node: mappings are merged key by key, a key without a value is
    /// removed, and anything else is replaced (RFC 7396, JSON Merge Patch).
    mutating func overlay(_ patch: Element) {
        guard case .mapping(let additions) = patch.content else {
            self = Draft(patch)
            return
        }
        var entries: [Entry] = []
        if case .mapping(let present) = content { entries = present }
        for addition in additions.entries {
            let position = entries.firstIndex { $0.key == addition.key }
            if addition.value.isNull {
                if let position { entries.remove(at: position) }
            } else if let position {
                entries[position].value.overlay(addition.value)
                entries[position].keyPlace = addition.keyPlace
            } else {
                // Laid over nothing, so that keys without a value go here as well.
                var value = Draft.mapping([], at: addition.value.place)
                value.overlay(addition.value)
                entries.append(
                    Entry(key: addition.key, keyPlace: addition.keyPlace, value: value)
                )
            }
        }
        content = .mapping(entries)
    }
}
