/** A name and its value, of a list of facts; small beside the value, what to read it with. */
interface Props {
  readonly name: string;
  readonly value: string;
  readonly beside?: string | false;
}

export function Fact({ name, value, beside }: Props) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value} {beside !== undefined && <small>{beside}</small>}
      </dd>
    </div>
  );
}
