/// The values of a statement's question marks, in their order.
package struct StatementArguments: ExpressibleByArrayLiteral {
  let values: [DatabaseValue]

  package init(_ values: [DatabaseValue] = []) { self.values = values }

  package init(arrayLiteral elements: (any DatabaseValueConvertible)?...) {
    values = elements.map { $0?.databaseValue ?? .null }
  }

  package static func + (first: StatementArguments, second: StatementArguments)
    -> StatementArguments
  {
    StatementArguments(first.values + second.values)
  }
}
