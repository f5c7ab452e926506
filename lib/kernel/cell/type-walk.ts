import { NameWalk } from "./name-walk.ts";
import { declare, patternNames, typeSpace, valueSpace } from "./scopes.ts";
import { children, type Node } from "./tree.ts";

/** The part of a walk that knows types: which of their names are declared there and which come from outside. */
export abstract class TypeWalk extends NameWalk {
  protected abstract visit(node: Node | null | undefined): undefined;

  /** The parts of types, and whatever else has nothing to it but its children. */
  protected type(node: Node): Node | null | undefined {
    switch (node.type) {
      case "TSTypeAnnotation":
      case "TSTypeParameterInstantiation":
      case "TSTypeParameterDeclaration":
        this.ambient++;
        for (const child of children(node)) this.visit(child);
        this.ambient--;
        return;
      case "TSTypeReference":
        this.typeName(node.typeName, typeSpace);
        return node.typeArguments;
      case "TSTypeQuery":
        if (node.exprName.type === "TSImportType") this.visit(node.exprName);
        else this.typeName(node.exprName, valueSpace);
        return node.typeArguments;
      case "TSInterfaceHeritage":
      case "TSClassImplements": {
        let name: Node = node.expression;
        while (name.type === "MemberExpression") name = name.object;
        if (name.type === "Identifier") this.reference(name, typeSpace);
        return node.typeArguments;
      }
      case "TSImportType":
        return node.typeArguments;
      case "TSTypePredicate":
        return node.typeAnnotation;
      case "TSNamedTupleMember":
        return node.elementType;
      case "TSInferType":
        declare(this.current, node.typeParameter.name.name, typeSpace);
        return node.typeParameter.constraint;
      case "TSTypeParameter":
        this.visit(node.constraint);
        return node.default;
      case "TSMappedType":
        return this.inside(() => {
          declare(this.current, node.key.name, typeSpace);
          this.visit(node.constraint);
          this.visit(node.nameType);
          this.visit(node.typeAnnotation);
        });
      case "TSConditionalType":
        return this.inside(() => {
          for (const child of children(node)) this.visit(child);
        });
      case "TSPropertySignature":
        if (node.computed) this.visit(node.key);
        return node.typeAnnotation;
      case "TSIndexSignature":
        for (const { typeAnnotation } of node.parameters) this.visit(typeAnnotation);
        return node.typeAnnotation;
      case "TSMethodSignature":
      case "TSCallSignatureDeclaration":
      case "TSConstructSignatureDeclaration":
      case "TSFunctionType":
      case "TSConstructorType":
        if (node.type === "TSMethodSignature" && node.computed) this.visit(node.key);
        return this.inside(() => {
          this.typeParameters(node.typeParameters);
          this.parameters(node.params);
          this.visit(node.returnType);
        }, true);
      case "TSTypeAliasDeclaration":
      case "TSInterfaceDeclaration":
        return this.inside(() => {
          this.typeParameters(node.typeParameters);
          for (const child of children(node)) if (child !== node.id) this.visit(child);
        }, true);
    }
    for (const child of children(node)) this.visit(child);
  }

  protected typeParameters(
    declaration: Extract<Node, { type: "TSTypeParameterDeclaration" }> | null | undefined,
  ): undefined {
    for (const { name } of declaration?.params ?? []) declare(this.current, name.name, typeSpace);
    this.visit(declaration);
  }

  protected parameters(patterns: readonly Node[]): void {
    for (const pattern of patterns) {
      for (const name of patternNames(pattern)) declare(this.current, name, valueSpace);
    }
    for (const pattern of patterns) this.visit(pattern);
  }

  /** The `A` of `A.B.C`, in a type or in `import x = A.B.C`. */
  protected typeName(node: Node, spaces: number): void {
    let name = node;
    while (name.type === "TSQualifiedName") name = name.left;
    if (name.type === "Identifier") this.reference(name, spaces);
  }
}
