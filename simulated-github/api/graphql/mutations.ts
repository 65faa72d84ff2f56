import { commentMutations } from "./mutations/comments.ts";
import { labelMutations } from "./mutations/labels.ts";
import { mergeMutations } from "./mutations/merging.ts";
import { reviewMutations } from "./mutations/reviews.ts";
import type { Inputs, Resolvers } from "./mutations/target.ts";
import { threadMutations } from "./mutations/threads.ts";

/** The fields of `Mutation`. */
export const mutations: Resolvers<keyof Inputs> & { readonly __typename: "Mutation" } = {
  __typename: "Mutation",
  ...threadMutations,
  ...reviewMutations,
  ...commentMutations,
  ...labelMutations,
  ...mergeMutations,
};
