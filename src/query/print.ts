/** Tree → filter text that reads as the same tree. */
import { FIELD_BY_KEY } from '#fields/table.ts';
import type { FilterNode, FilterTree, Member } from './ast.ts';
import { printValue, quote } from './value.ts';

/** A filter's text: parsed again it is the same tree. */
export function printFilter(tree: FilterTree): string {
  return tree.root === undefined ? '' : printNode(tree.root);
}

/** A part of a filter, with the parentheses that it needs. */
export function printNode(node: FilterNode): string {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.parts
        .map((part) => (part.kind === 'and' || part.kind === 'or' ? `(${printNode(part)})` : printNode(part)))
        .join(` ${node.kind} `);
    case 'not':
      return `not ${node.part.kind === 'and' || node.part.kind === 'or' ? `(${printNode(node.part)})` : printNode(node.part)}`;
    // The word `ip` alone is a protocol.
    case 'exists':
      return node.field === 'ip' ? 'ip.addr' : node.field;
    case 'compare':
      return `${node.field} ${node.op} ${printValue(FIELD_BY_KEY.get(node.field)!, node.value)}`;
    case 'contains':
    case 'matches':
      return `${node.field} ${node.kind} ${quote(node.text)}`;
    case 'in':
      return `${node.field} in {${node.members.map((member) => printMember(node.field, member)).join(' ')}}`;
  }
}

/** One value of a set. */
export function printMember(key: string, member: Member): string {
  const field = FIELD_BY_KEY.get(key)!;
  const value = printValue(field, member.value);
  return member.to === undefined ? value : `${value}..${printValue(field, member.to)}`;
}
