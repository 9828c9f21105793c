import { sizeOf } from '../graph/tensor-type.js';
import type { HostTensor } from './host-tensor.js';
import type { SafetensorsDType } from './safetensors-header.js';

/** Bytes of a safetensors file as a tensor: floats become float32, small integers and booleans int32. */
export function decodeElements(dtype: SafetensorsDType, shape: readonly number[], bytes: ArrayBuffer): HostTensor {
  switch (dtype) {
    case 'F32':
      return { dtype: 'float32', shape, data: new Float32Array(bytes) };
    case 'F64':
      return { dtype: 'float32', shape, data: Float32Array.from(new Float64Array(bytes)) };
    case 'F16':
      return { dtype: 'float32', shape, data: Float32Array.from(new Uint16Array(bytes), fromFloat16) };
    case 'BF16':
      return { dtype: 'float32', shape, data: fromBfloat16(new Uint16Array(bytes), shape) };
    case 'I64':
      return { dtype: 'int64', shape, data: new BigInt64Array(bytes) };
    case 'I32':
      return { dtype: 'int32', shape, data: new Int32Array(bytes) };
    case 'I16':
      return { dtype: 'int32', shape, data: Int32Array.from(new Int16Array(bytes)) };
    case 'I8':
      return { dtype: 'int32', shape, data: Int32Array.from(new Int8Array(bytes)) };
    case 'U8':
    case 'BOOL':
      return { dtype: 'int32', shape, data: Int32Array.from(new Uint8Array(bytes)) };
    default:
      return dtype satisfies never;
  }
}

function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** bfloat16 is the upper half of a float32. */
function fromBfloat16(bits: Uint16Array, shape: readonly number[]): Float32Array {
  const wide = new Uint32Array(sizeOf(shape));
  for (const [index, value] of bits.entries()) wide[index] = value << 16;
  return new Float32Array(wide.buffer);
}
