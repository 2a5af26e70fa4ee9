/** The head of a table of figures: what its rows are, then a column for each number. */
export function FiguresHead({ columns }: { readonly columns: readonly string[] }) {
  const [first = '', ...numbers] = columns;
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        {numbers.map((name) => (
          <th key={name} scope="col" class="figures-number">
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}
