import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";

/** What a query costs and how many nodes it may return at most. */
export type QueryCost = { readonly nodeCount: number; readonly cost: number };

/** How many nodes one query may ask for. */
export const nodeLimit = 500_000;

/** A connection, or a field whose ids each stand for a node, with what is asked of its nodes. */
type Counted = {
  readonly size: (variables: Readonly<Record<string, unknown>>) => number;
  readonly within: readonly Counted[];
};

/**
 * Prepares the sums of GitHub's limits for an operation: the nodes of each connection are its page size times
 * those of the connections around it; a point is a hundred connections asked for. Source:
 * https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): (variables: Readonly<Record<string, unknown>>) => QueryCost {
  const fragments = new Map(
    document.definitions.flatMap((one) => (one.kind === "FragmentDefinition" ? [[one.name.value, one]] : [])),
  );

  function countedIn(selections: SelectionSetNode, typeName: string): readonly Counted[] {
    return selections.selections.flatMap((selection) => {
      if (selection.kind === "Field") return countedField(selection, typeName);
      if (selection.kind === "InlineFragment") {
        return countedIn(selection.selectionSet, selection.typeCondition?.name.value ?? typeName);
      }
      const fragment = fragments.get(selection.name.value);
      return fragment === undefined
        ? []
        : countedIn(fragment.selectionSet, fragment.typeCondition.name.value);
    });
  }

  function countedField(field: FieldNode, typeName: string): readonly Counted[] {
    const parent = schema.getType(typeName);
    if (!isObjectType(parent) && !isInterfaceType(parent)) return [];
    const definition = parent.getFields()[field.name.value];
    const type = definition === undefined ? undefined : getNamedType(definition.type);
    if (type === undefined || !isCompositeType(type) || field.selectionSet === undefined) return [];
    const within = countedIn(field.selectionSet, type.name);
    const argument = (name: string) => field.arguments?.find((one) => one.name.value === name)?.value;
    const page = argument("first") ?? argument("last");
    if (type.name.endsWith("Connection") && page !== undefined) return [{ size: sizeOf(page), within }];
    const ids = typeName === "Query" && field.name.value === "nodes" ? argument("ids") : undefined;
    return ids === undefined ? within : [{ size: lengthOf(ids), within }];
  }

  const root = operation.operation === "mutation" ? schema.getMutationType() : schema.getQueryType();
  const counted = root == null ? [] : countedIn(operation.selectionSet, root.name);
  return (variables) => {
    const { nodes, requests } = sums(counted, 1, variables);
    return { nodeCount: nodes, cost: Math.max(1, Math.round(requests / 100)) };
  };
}

function sums(
  counted: readonly Counted[],
  times: number,
  variables: Readonly<Record<string, unknown>>,
): { nodes: number; requests: number } {
  let nodes = 0;
  let requests = 0;
  for (const { size, within } of counted) {
    const here = times * size(variables);
    const inner = sums(within, here, variables);
    nodes += here + inner.nodes;
    requests += times + inner.requests;
  }
  return { nodes, requests };
}

function sizeOf(value: ValueNode): Counted["size"] {
  if (value.kind === "IntValue") return () => Number(value.value);
  if (value.kind !== "Variable") return () => 0;
  return (variables) => {
    const size = variables[value.name.value];
    return typeof size === "number" ? size : 0;
  };
}

function lengthOf(value: ValueNode): Counted["size"] {
  if (value.kind === "ListValue") return () => value.values.length;
  if (value.kind !== "Variable") return () => 1;
  return (variables) => {
    const ids = variables[value.name.value];
    return Array.isArray(ids) ? ids.length : 1;
  };
}
