/// Writes shapes as JSON Schema and gathers the named ones.
struct SchemaWriter {
    typealias Members = [(String, JSONText)]

    /// The named shapes met so far.
    private(set) var definitions: [String: Members] = [:]
    /// What occurs in several places, as far as it has been met.
    private var shared = SharedSchemas()

    /// The members of the schema of a shape.
    mutating func members(of shape: Shape) -> Members {
        switch shape {
        case .named(let name, let resolved):
            return reference(name) { $0.members(of: resolved()) }
        case .distribution(let quantity):
            return reference(Self.name(of: quantity)) { writer in
                writer.members(of: .either([quantity.shape, .oneOf(Laws.shape(of: quantity))]))
            }
        case .list(let item, let count):
            var members: Members = [("type", .string("array")), ("items", schema(of: item))]
            members += Self.counts(count, least: "minItems", most: "maxItems")
            return members
        case .map(let key, let value, let count):
            var members: Members = [
                ("type", .string("object")),
                ("propertyNames", .object(keyMembers(key))),
                ("additionalProperties", schema(of: value)),
            ]
            members += Self.counts(count, least: "minProperties", most: "maxProperties")
            return members
        case .object(let object):
            return shared.reference(to: members(of: object), object.name)
        case .oneOf(let variant):
            return shared.reference(to: members(of: variant), variant.name)
        case .choice(let words) where words.count > SharedSchemas.fewWords:
            return shared.reference(to: scalarMembers(of: shape), "words from \(words[0])")
        case .either(let shapes):
            return [("anyOf", .array(shapes.map { schema(of: $0) }))]
        default:
            return scalarMembers(of: shape)
        }
    }

    /// The members of the whole schema, and all that it defines.
    mutating func resolved(
        _ members: Members
    ) -> (root: Members, definitions: [String: Members]) {
        shared.resolve(members, definitions)
    }

    private mutating func schema(of shape: Shape) -> JSONText {
        .object(members(of: shape))
    }

    private mutating func reference(
        _ name: String,
        _ write: (inout Self) -> Members
    ) -> Members {
        if definitions[name] == nil {
            // Holds the name while the shape is written, which may contain itself.
            definitions[name] = []
            definitions[name] = write(&self)
        }
        return [("$ref", .string("#/$defs/\(name)"))]
    }

    private mutating func members(of object: ObjectShape) -> Members {
        let required = object.fields.filter { $0.presence == .required }.map(\.key)
        var members: Members = [
            ("title", .string(Self.title(object.name))),
            ("description", .string(object.summary)),
            ("type", .string("object")),
            ("properties", .object(object.fields.map { ($0.key, schema(of: $0)) })),
        ]
        if !required.isEmpty { members.append(("required", .strings(required))) }
        members.append(("additionalProperties", .boolean(false)))
        return members
    }

    private mutating func members(of variant: VariantShape) -> Members {
        let required = variant.common.filter { $0.presence == .required }.map(\.key)
        var properties: Members = variant.common.map { ($0.key, schema(of: $0)) }
        for choice in variant.variants {
            properties.append((choice.key, .object(described(choice.shape, choice.summary))))
        }
        var members: Members = [
            ("title", .string(Self.title(variant.name))),
            ("description", .string(variant.summary)),
            ("type", .string("object")),
            ("properties", .object(properties)),
        ]
        if !required.isEmpty { members.append(("required", .strings(required))) }
        let alternatives = variant.variants.map { choice in
            JSONText.object([("required", .strings([choice.key]))])
        }
        members.append(("oneOf", .array(alternatives)))
        members.append(("additionalProperties", .boolean(false)))
        return members
    }

    private mutating func schema(of field: Field) -> JSONText {
        var members = described(field.shape, field.summary)
        if case .optional(let value?) = field.presence {
            members.append(("default", Self.coreValue(value)))
        }
        return .object(members)
    }

    /// A schema under a key: the sentence about the key goes before the one about the shape.
    private mutating func described(_ shape: Shape, _ summary: String) -> Members {
        let members = members(of: shape).filter { $0.0 != "description" }
        return [("description", .string(summary))] + members
    }

    static func title(_ name: String) -> String {
        let articles = ["a ", "an ", "the "]
        let article = articles.first { name.hasPrefix($0) } ?? ""
        let bare = name.dropFirst(article.count)
        return bare.prefix(1).uppercased() + bare.dropFirst()
    }

    private static func counts(_ count: ClosedRange<Int>, least: String, most: String) -> Members {
        var members: Members = []
        if count.lowerBound > 0 { members.append((least, .integer(count.lowerBound))) }
        members.append((most, .integer(count.upperBound)))
        return members
    }

    private static func name(of quantity: DrawnQuantity) -> String {
        switch quantity {
        case .duration(let units) where units == DurationUnit.allCases:
            return "DurationLaw"
        case .duration(let units):
            return "DurationLaw_" + units.map(\.rawValue).joined(separator: "_")
        case .number(let range) where range == Shape.anyNumber:
            return "NumberLaw"
        case .number(let range):
            return "NumberLaw_\(numeral(range.lowerBound))_\(numeral(range.upperBound))"
        }
    }

    /// What YAML 1.2's core schema makes of a text.
    static func coreValue(_ text: String) -> JSONText {
        switch text {
        case "true": .boolean(true)
        case "false": .boolean(false)
        case "[]": .array([])
        case "{}": .object([])
        default:
            if let integer = Int(text) {
                .integer(integer)
            } else {
                (try? ScalarReading.number(text)).map(JSONText.number) ?? .string(text)
            }
        }
    }
}
